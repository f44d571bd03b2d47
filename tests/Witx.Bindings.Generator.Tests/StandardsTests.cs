using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

public sealed class StandardsTests
{
    private const string Faults = """[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]""";

    [Theory]
    [InlineData("wasi_snapshot_preview1.witx", "")]
    [InlineData("wasi_unstable.witx", "")]
    [InlineData("wasix_v1.witx", "")]
    [InlineData("wasix_v1.witx", ", PointerWidth = 64")]
    public void StandardInterface_Generated_CompilesWithoutWarnings(string path, string arguments)
    {
        Compiled compiled = Compiled.Run(Project.Create(
            $$"""
            using Witx.Bindings;
            namespace Test;
            [WitxModule("{{path}}"{{arguments}})]
            {{Faults}}
            internal sealed partial class Host;
            """,
            [.. Project.RepositoryFiles()]));
        Assert.Equal("", compiled.Warnings);
        Assert.Null(compiled.Result.Exception);
    }

    [Fact]
    public void MissingMethod_Compiled_ReportsErrorInWitxFile()
    {
        Compiled compiled = Compiled.RunAsIs(Project.Create(
            """
            using Witx.Bindings;
            [WitxModule("wasi_snapshot_preview1.witx")]
            internal sealed partial class Host;
            """,
            [.. Project.RepositoryFiles()]));
        Diagnostic[] errors = [.. compiled.Diagnostics];
        Assert.Equal(46, errors.Length);
        Assert.All(errors, static error =>
        {
            Assert.Equal("CS8795", error.Id);
            Assert.Equal("/project/wasi_snapshot_preview1.witx", error.Location.GetMappedLineSpan().Path);
        });
        Assert.Equal("(19,27)-(19,37)", errors[0].Location.GetMappedLineSpan().Span.ToString());
    }

    /// <summary>Generates code for every valid public witx file.</summary>
    [Fact]
    public void CorpusInterfaces_Generated_Compile()
    {
        string corpus = RepositoryFolder.GetPath("../shared/witx-corpus/interfaces");
        if (!Directory.Exists(corpus))
        {
            Console.WriteLine("The corpus of interfaces is not beside the repository; its own interfaces stand for it.");
            corpus = RepositoryFolder.GetPath("witx");
        }

        List<(string Path, string Text)> all = [];
        List<string> hosts = [];
        HashSet<string> seen = [];
        foreach (
            string set in Directory.EnumerateFiles(corpus, "*.witx", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Distinct()!)
        {
            string folder = $"/project/{all.Count}/";
            ImmutableArray<(string Path, string Text)> texts = Project.FilesOf(set!, folder);
            all.AddRange(texts);
            WitxFileSet files = new(texts.Select(static file => WitxFile.Parse(file.Path, file.Text)));
            foreach (WitxFile root in files.Files)
            {
                WitxDocument document = WitxResolver.Resolve(root, files, TestContext.Current.CancellationToken);
                if (seen.Add(string.Concat(document.Files.Select(static file => file.Text))))
                {
                    hosts.AddRange(document.Modules.Where(module => module.Location.Path == root.Path).Select(module => $$"""
                        namespace N{{hosts.Count}}
                        {
                            [Witx.Bindings.WitxModule("{{root.Path["/project/".Length..]}}", Module = "{{module.Name}}")]
                            internal sealed partial class Host{{hosts.Count}}_{{document.Modules.IndexOf(module)}};
                        }
                        """));
                }
            }
        }

        Compiled compiled = Compiled.Run(Project.Create(string.Join("\n", hosts), [.. all]));
        Assert.Null(compiled.Result.Exception);
        Assert.Equal("", compiled.Warnings);
        Assert.Equal(hosts.Count, compiled.Result.GeneratedSources.Length);
    }
}
