using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Tests.Pipeline;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>The generated part of a class with <c>[WitxImports]</c>.</summary>
public sealed class ImportsTests
{
    private const string Kv = """
        (typename $errno (enum (@witx tag u16) $success $not_found))
        (typename $size u32)
        (module $kv
          (import "memory" (memory))
          ;;; Copies the value of a key into a buffer.
          (@interface func (export "get")
            (param $key string)
            (param $buffer (@witx pointer u8))
            (param $size u32)
            (result $error (expected $size (error $errno)))))
        """;

    private const string Code = """
        using Witx.Bindings;
        namespace Plugins.@in;
        /// <summary>The host.</summary>
        [WitxImports("kv.witx")]
        internal static partial class Kv;
        internal static unsafe class Guest
        {
            public static uint Ask(byte* buffer) =>
                Kv.Get("greeting"u8, buffer, 10, out uint length) is Kv.Errno.Success ? length : 0;
        }
        """;

    private static readonly Project s_project = Project.Create(Code, ("/project/kv.witx", Kv), ("/project/other.witx", "(module $o)")) with
    {
        Options = new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable),
    };

    [Fact]
    public void Imports_CalledByAGuest_Compile()
    {
        Compiled compiled = Compiled.RunAsIs(s_project);

        Assert.Equal("", compiled.Warnings);
        Assert.Equal(Accessibility.Internal, compiled.Output.GetTypeByMetadataName("Plugins.in.Kv")!.DeclaredAccessibility);
        Snapshot.Match("Imports", compiled.Source("Plugins.in.Kv-imports.g.cs"));
    }

    [Fact]
    public void Imports_WithoutUnsafeCode_AreOneErrorOfTheCompiler()
    {
        Project project = s_project with { Code = [("Test.cs", Code.Split("internal static unsafe")[0])] };

        Compiled compiled = Compiled.RunAsIs(project with { Options = project.Options.WithAllowUnsafe(false) });

        Assert.Equal(["CS0227"], compiled.Diagnostics.Select(static diagnostic => diagnostic.Id).Distinct());
    }

    [Fact]
    public void Imports_OfTwoClassesThatDifferInCase_HaveTwoFiles()
    {
        const string Two = """
            using Witx.Bindings;
            [WitxImports("kv.witx")] internal static partial class Kv;
            [WitxImports("kv.witx")] internal static partial class KV;
            """;

        Compiled compiled = Compiled.RunAsIs(s_project with { Code = [("Test.cs", Two)] });

        Assert.Equal("", compiled.Warnings);
        Assert.Equal(
            ["KV-imports.g.cs", "Kv-2-imports.g.cs"],
            compiled.Result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("kv.witx", "$buffer", "$target", "Modified")]
    [InlineData("kv.witx", "(module", ";; A comment.\n(module", "Unchanged")]
    [InlineData("other.witx", "$o", "$p", "Cached")]
    public void Imports_AfterAnEdit_AreGeneratedAgainOnlyIfTheyChange(string file, string old, string text, string reason)
    {
        string path = "/project/" + file;
        Project edited = s_project with
        {
            Files = [.. s_project.Files.Select(each => each.Path == path ? (path, each.Text.Replace(old, text)) : each)],
        };
        GeneratorDriver before = s_project.Driver().RunGenerators(s_project.Compilation(), TestContext.Current.CancellationToken);

        GeneratorDriver after = edited.Update(before, s_project)
            .RunGenerators(edited.Compilation(s_project), TestContext.Current.CancellationToken);

        Assert.Equal(reason, RunReasons.Read(after, TrackingNames.Imports));
    }
}
