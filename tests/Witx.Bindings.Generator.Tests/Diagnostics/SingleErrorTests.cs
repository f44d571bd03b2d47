using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Reading;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>Each mistake causes one message. The compiler adds none about declarations that are missing because of it.</summary>
public sealed class SingleErrorTests
{
    internal const string Witx = """
        (typename $errno (enum (@witx tag u16) $success $inval $not_found))
        (typename $size u32)
        (typename $fd (handle))
        (typename $pair (record (field $left u32) (field $right u32)))
        (module $kv
          (@interface func (export "get") (param $key string) (result $error (expected $size (error $errno))))
          (@interface func (export "put") (param $pair $pair) (result $error (expected (error $errno))))
          (@interface func (export "open") (param $key string) (result $error (expected $fd (error $errno))))
          (@interface func (export "close") (param $fd $fd) (result $error (expected (error $errno)))))
        """;

    internal const string Host = """
        using Witx.Bindings;
        using Text = Witx.Bindings.GuestString;
        namespace Stores
        {
            [WitxModule("kv.witx")]
            public sealed partial class KeyValueHost
            {
                private readonly System.Collections.Generic.Dictionary<Fd, string> _open = new();

                public partial Result<uint, Errno> Get(Text key) => key.Length == 0 ? Errno.Inval : 3u;

                public partial Errno Put(in Pair pair)
                {
                    Pair copy = new Pair(pair.Left, pair.Right);
                    return copy.Left > 3 && copy is { Right: > 2 } ? Errno.Success : Errno.NotFound;
                }

                public partial Result<Fd, Errno> Open(GuestString key)
                {
                    Fd fd = new Fd(3);
                    _open.Add(fd, key.ToString());
                    return fd;
                }

                public partial Errno Close(Fd fd) => _open.Remove(fd) && fd.Value > 1 ? Errno.Success : Errno.Inval;

                partial void OnCall(string function) => System.Console.WriteLine(function);
            }

            public static class Program
            {
                public static Witx.Bindings.Glue.IHostModule Create() => new KeyValueHost();
            }
        }
        """;

    [Fact]
    public void Project_WithoutMistake_ReportsNothing() => Says(Host, Witx);

    [Theory]
    [InlineData("\"kv.witx\"", "\"kw.witx\"", "WITX303")]
    [InlineData("\"kv.witx\"", "\"nothing-like-it.witx\"", "WITX303")]
    [InlineData("\"kv.witx\"", "\"kv.witx\", Module = \"vk\"", "WITX305")]
    [InlineData("Get(Text key)", "Gett(Text key)", "WITX318")]
    [InlineData("Get(Text key)", "Get(string key)", "WITX317")]
    [InlineData("public partial Errno Put(in Pair pair)", "public partial Errno Put(Pair pair)", "WITX317")]
    public void MistakeInTheClass_Compiled_ReportsOneError(string before, string after, string id) =>
        Says(Host.Replace(before, after, StringComparison.Ordinal), Witx, id);

    [Theory]
    [InlineData("(enum (@witx tag u16) $success", "(enm (@witx tag u16) $success", "WITX013")]
    [InlineData("(typename $errno", "(typename $erno", "WITX101 WITX101 WITX101 WITX101")]
    [InlineData(
        "(error $errno))))\n  (@interface func (export \"put\")", "(error errno))))\n  (@interface func (export \"put\")", "WITX013")]
    [InlineData("(typename $pair (record", "(typename $pair (recrod", "WITX013")]
    [InlineData("(param $key string) (result $error (expected $size", "(parm $key string) (result $error (expected $size", "WITX011")]
    [InlineData("(module $kv", "(modul $kv", "WITX011")]
    [InlineData("(typename $size u32)", "(use \"typenams.witx\")", "WITX120")]
    [InlineData("(typename $size u32)", "// how much\n(typename $size u32)", "WITX004")]
    [InlineData("(typename $fd (handle))", "(typename $fd handle)", "WITX012")]
    public void MistakeInTheFile_Compiled_ReportsOneErrorEach(string before, string after, string ids) =>
        Says(Host, Witx.Replace(before, after, StringComparison.Ordinal), ids);

    [Theory]
    [InlineData("types.witx", "typse.witx", "WITX303")]
    [InlineData("(enum", "(enm", "WITX013")]
    public void MistakeInSharedTypes_Compiled_ReportsOneError(string before, string after, string id)
    {
        string code = WithSharedTypes();
        string types = Witx[..Witx.IndexOf("(module", StringComparison.Ordinal)];
        Says(code, "(use \"types.witx\")" + Witx[types.Length..], "", ("/project/types.witx", types));
        Says(
            code.Replace($"\"{before}\"", $"\"{after}\"", StringComparison.Ordinal),
            (before[0] is '(' ? types.Replace(before, after, StringComparison.Ordinal) : types) + Witx[types.Length..],
            before[0] is '(' ? id + " " + id : id,
            ("/project/types.witx", before[0] is '(' ? types.Replace(before, after, StringComparison.Ordinal) : types));
    }

    /// <summary>
    /// Placeholders are declared in a second part of the class. The compiler reports a second part of a class that is not partial (CS0260),
    /// at the same name and with the same fix.
    /// </summary>
    [Theory]
    [InlineData("public sealed partial class KeyValueHost")]
    [InlineData("public static partial class Abi")]
    [InlineData("public partial class Outer")]
    public void NonPartialClass_Compiled_ReportsWitx301AndCS0260AtTheSameName(string declaration)
    {
        string types = Witx[..Witx.IndexOf("(module", StringComparison.Ordinal)];
        string code = WithSharedTypes();
        if (declaration.EndsWith("Outer", StringComparison.Ordinal))
        {
            code = code.Replace("Abi.", "Outer.Abi.", StringComparison.Ordinal).Replace(
                "typeof(Abi)", "typeof(Outer.Abi)", StringComparison.Ordinal)
                .Replace("[WitxTypes", "public partial class Outer { [WitxTypes", StringComparison.Ordinal) + " }";
        }

        string witx = "(use \"types.witx\")" + Witx[types.Length..];
        Says(code, witx, "", ("/project/types.witx", types));
        string wrong = declaration.Replace(" partial", "", StringComparison.Ordinal);
        Assert.Contains(declaration, code, StringComparison.Ordinal);
        Compiled compiled = Compiled.RunAsIs(AnalyzerVerifier.Create(
            code.Replace(declaration, wrong, StringComparison.Ordinal), [("/project/kv.witx", witx), ("/project/types.witx", types)]));
        Diagnostic own = Assert.Single(compiled.Result.Diagnostics);
        Assert.Equal("WITX301", own.Id);
        Assert.EndsWith($"write '{declaration}'", own.GetMessage(null), StringComparison.Ordinal);
        Diagnostic others = Assert.Single(compiled.Diagnostics, static error => error.Severity is DiagnosticSeverity.Error);
        Assert.Equal(("CS0260", own.Location.GetLineSpan().Span), (others.Id, others.Location.GetLineSpan().Span));
    }

    /// <summary>The placeholder of a missing type does not hide an existing type.</summary>
    [Fact]
    public void MistakeInOneClass_Compiled_KeepsTypesOfOtherClasses()
    {
        string types = Witx[..Witx.IndexOf("(module", StringComparison.Ordinal)];
        string code =
            "using static Stores.Abi; " + Host.Replace("\"kv.witx\"", "\"kv.witx\", Types = typeof(Abi)", StringComparison.Ordinal)
            + """
            namespace Stores
            {
                [WitxTypes("types.witx")] public static partial class Abi { }
                [WitxModule("kv.witx", Types = typeof(Abi), Missing = MissingFunction.Trap)] public partial class Other { }
            }
            """;
        string witx = "(use \"types.witx\")" + Witx[types.Length..];
        Says(code, witx, "", ("/project/types.witx", types));
        Says(code.Replace("Get(Text key)", "Get(string key)", StringComparison.Ordinal), witx, "WITX317", ("/project/types.witx", types));
        Says(
            code.Replace("typeof(Abi)", "typeof(Abi), Module = \"vk\"", StringComparison.Ordinal),
            witx,
            "WITX305 WITX305",
            ("/project/types.witx", types));
    }

    [Fact]
    public void MistakeInTheBase_Compiled_ReportsOneError() => Says(
        Host.Replace("sealed partial class KeyValueHost", "partial class KeyValueHost").Replace("\"kv.witx\"", "\"kw.witx\"")
            + """namespace Stores { [WitxModule("kv.witx")] public sealed partial class Newer : KeyValueHost { public override string ToString() => "newer"; } }""",
        Witx,
        "WITX303");

    /// <summary>The message names the oldest C# version that compiles generated code.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    public void OldLanguageVersion_Compiled_ReportsOneErrorPerProject(LanguageVersion version)
    {
        Compiled compiled = Compiled.RunAsIs(AnalyzerVerifier.Create(
            Host + """namespace Stores { [WitxModule("kv.witx", Missing = MissingFunction.Trap)] public sealed partial class Other { } }""",
            [("/project/kv.witx", Witx)]) with
        {
            Language = version,
        });
        Assert.Empty(compiled.Diagnostics.Where(static diagnostic => diagnostic.Id is not "CS1591"));
        if (version >= BuildOptions.MinimumLanguageVersion)
        {
            Assert.Empty(compiled.Result.Diagnostics);
            return;
        }

        Diagnostic error = Assert.Single(compiled.Result.Diagnostics);
        Assert.Equal("WITX322", error.Id);
        Assert.Equal(
            $"Generated code needs C# 12.0, but the project uses C# {version.ToDisplayString()}; set <LangVersion>12.0</LangVersion> or "
                + $"later in the project file",
            error.GetMessage(null));
    }

    [Fact]
    public void MinimumLanguageVersion_EveryForm_Compiles()
    {
        Project project = Project.OfHost(Output.Forms.Text, ", GenerateDescription = true, ReentrantFunctions = [\"references\"]");
        Compiled compiled = Compiled.Run(project with { Language = BuildOptions.MinimumLanguageVersion });
        Assert.Equal("", compiled.Warnings);
    }

    /// <summary>Adds a class of shared types to the project.</summary>
    private static string WithSharedTypes()
    {
        string code = Host.Replace("\"kv.witx\"", "\"kv.witx\", Types = typeof(Abi)", StringComparison.Ordinal);
        foreach (string type in new[] { "Errno", "Fd", "Pair" })
        {
            code = System.Text.RegularExpressions.Regex.Replace(code, $@"\b{type}\b", "Abi." + type);
        }

        return code + "namespace Stores { [WitxTypes(\"types.witx\")] public static partial class Abi { } }";
    }

    private static void Says(string code, string witx, string ids = "", params (string, string)[] more)
    {
        Compiled compiled = Compiled.RunAsIs(AnalyzerVerifier.Create(code, [("/project/kv.witx", witx), .. more]));
        Assert.Null(compiled.Result.Exception);
        IEnumerable<string> said = compiled.Result.Diagnostics.Select(static error => error.Id).Order(StringComparer.Ordinal);
        Assert.Equal(ids, string.Join(' ', said));
        string others = string.Join(
            "\n",
            compiled.Diagnostics.Where(static error => error.Severity is DiagnosticSeverity.Error)
                .Select(static error => error.ToString()));
        Assert.True(others.Length == 0, others);
    }
}
