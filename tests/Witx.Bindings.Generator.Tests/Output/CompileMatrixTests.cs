using System;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Generated code compiles without warnings in every kind of project.</summary>
public sealed class CompileMatrixTests
{
    private const string Code = """
        using Witx.Bindings;
        namespace Test;
        /// <summary>Types.</summary>
        [WitxTypes("typenames.witx")]
        public static partial class Abi;
        /// <summary>Shares types.</summary>
        [WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi))]
        [WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq", OutOfBounds = "fault", Misaligned = "fault")]
        public partial class Preview1;
        /// <summary>Inherits functions.</summary>
        [WitxModule("wasi_unstable.witx", Types = typeof(Abi))]
        public sealed partial class Preview0 : Preview1
        {
            partial void OnCall(string function) { }
            partial void OnReturn(string function, long result) { }
            partial void OnException(global::System.Exception exception, ref Abi.Errno answer, ref bool handled) { }
        }
        /// <summary>Has types of its own, and calls back.</summary>
        [WitxModule("forms.witx", ReentrantFunctions = ["references", "compounds", "lists", "direct_pointer"], GenerateDescription = true)]
        public sealed partial class Calling;
        /// <summary>Every form of the language.</summary>
        public sealed partial class Outer<T>
        {
            private sealed partial record Inner
            {
                [WitxModule("forms.witx", PointerWidth = 64)]
                internal sealed partial class Forms;
            }
        }
        """;

    private static readonly Project s_project = Project.Create(Code, [.. Project.RepositoryFiles(), ("/project/forms.witx", Forms.Text)]);

    [Fact]
    public void GeneratedCode_WithNullable_Compiles() => Compiles(s_project);

    [Fact]
    public void GeneratedCode_WithoutNullable_Compiles() =>
        Compiles(s_project with { Options = s_project.Options.WithNullableContextOptions(NullableContextOptions.Disable) });

    [Fact]
    public void GeneratedCode_WithOverflowChecks_Compiles() =>
        Compiles(s_project with { Options = s_project.Options.WithOverflowChecks(true) });

    [Fact]
    public void GeneratedCode_WithEveryWarning_Compiles() =>
        Compiles(s_project with { Options = s_project.Options.WithWarningLevel(9999) });

    [Fact]
    public void GeneratedCode_WithWarningsAsErrors_Compiles() =>
        Compiles(s_project with { Options = s_project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error) });

    [Fact]
    public void GeneratedCode_WithImplicitUsings_Compiles() => Compiles(s_project with
    {
        Code =
        [
            .. s_project.Code,
            ("Usings.cs", "global using System; global using System.IO; global using System.Linq; global using System.Threading; global "
                + "using System.Collections.Generic;"),
        ],
    });

    [Theory]
    [InlineData("System")]
    [InlineData("Witx")]
    [InlineData("Witx.Bindings")]
    [InlineData("Span")]
    [InlineData("global.Test")]
    [InlineData("WitxApi.Glue")]
    [InlineData("Abi.Errno")]
    public void GeneratedCode_InHostileNamespace_Compiles(string name) => Compiles(s_project with
    {
        Code =
        [
            (
                "Test.cs",
                Code.Replace("using Witx.Bindings;", "using global::Witx.Bindings;")
                    .Replace("namespace Test;", $"namespace My.{(name == "global.Test" ? "@global.Test" : name)};")),
            ("Hostile.cs", $$"""
                namespace My
                {
                    internal class HostValues; internal class GuestMemory; internal class Errno; internal class Exception;
                    internal class GuestList; internal class Result; internal class ReadOnlySpan; internal class IHostModule; internal class Flags;
                }

                namespace My.System.Diagnostics { internal class X; }
                namespace My.Witx.Bindings.Glue { internal class U32; }
                """),
        ],
    });

    [Fact]
    public void GeneratedCode_InGlobalNamespace_Compiles() =>
        Compiles(s_project with { Code = [("Test.cs", Code.Replace("namespace Test;", ""))] });

    [Fact]
    public void GeneratedCode_InClsCompliantAssembly_Compiles() => Compiles(s_project with
    {
        // The user suppresses the warning about an array in an attribute.
        Code =
        [
            ("Cls.cs", "#pragma warning disable CS3016\n[assembly: global::System.CLSCompliant(true)]"),
            ("Test.cs", "#pragma warning disable CS3016\n" + Code),
        ],
    });

    /// <summary>In a project with overflow checks, no conversion of an argument throws.</summary>
    [Fact]
    public void GeneratedCode_WithOverflowChecks_ThrowsOnlyFaults() => Assert.All(
        Compiled.Run(s_project with { Options = s_project.Options.WithOverflowChecks(true) }).Result.GeneratedSources,
        static source => Assert.DoesNotContain("(int)arguments", source.SourceText.ToString(), StringComparison.Ordinal));

    private static void Compiles(Project project)
    {
        Compiled compiled = Compiled.Run(project);
        Assert.Null(compiled.Result.Exception);
        Assert.True(compiled.Warnings.Length == 0, compiled.Warnings);
        Assert.Equal(6, compiled.Result.GeneratedSources.Length);
    }
}
