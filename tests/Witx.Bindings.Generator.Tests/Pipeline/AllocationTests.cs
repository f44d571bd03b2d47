using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>The allocations of one generation, which dominate the cost of an edit in an editor.</summary>
public sealed class AllocationTests
{
    // The limit is for a debug build. A release build needs less; docs/performance-log.md has the numbers.
    private const long Most = 5L << 18;

    [Fact]
    public void Preview1_Generated_AllocatesWithinItsBudget()
    {
        ImmutableArray<(string Path, string Text)> files = Project.RepositoryFiles();
        Compilation compilation = Project.Create(
            """
            [Witx.Bindings.WitxModule("wasi_snapshot_preview1.witx")]
            [Witx.Bindings.WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
            public partial class Host;
            """).Compilation();
        AnnotatedClass target = AnnotatedClassReader.Read(compilation.GetTypeByMetadataName("Host")!);
        WitxFile root = Parse(files).Find("/project/wasi_snapshot_preview1.witx")!;
        WitxDocument document = WitxResolver.Resolve(root, Parse(files), TestContext.Current.CancellationToken);
        ImmutableArray<(string Path, string Text)> own = [.. document.Files.Select(static file => (file.Path, file.Text))];
        int written = Write(target, own);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(written, Write(target, own));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 2 * written, Most);
    }

    private static int Write(AnnotatedClass target, ImmutableArray<(string Path, string Text)> files) =>
        HostEmitter.Write(
            ClassAnalyzer.GetResult(
                target, Parse(files), new BuildOptions("/project/", MapsLines: true), TestContext.Current.CancellationToken)
                .Model!)
            .Length;

    private static WitxFileSet Parse(ImmutableArray<(string Path, string Text)> files) =>
        new([.. files.Select(static file => WitxFile.Parse(file.Path, file.Text))]);
}
