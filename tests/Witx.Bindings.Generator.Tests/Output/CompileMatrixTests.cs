using System;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>What is written compiles without a warning in every kind of project.</summary>
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
    public void WithNullable() => Compiles(s_project);

    [Fact]
    public void WithoutNullable() =>
        Compiles(s_project with { Options = s_project.Options.WithNullableContextOptions(NullableContextOptions.Disable) });

    [Fact]
    public void WithOverflowChecks() => Compiles(s_project with { Options = s_project.Options.WithOverflowChecks(true) });

    [Fact]
    public void WithEveryWarning() => Compiles(s_project with { Options = s_project.Options.WithWarningLevel(9999) });

    [Fact]
    public void WithWarningsAsErrors() =>
        Compiles(s_project with { Options = s_project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error) });

    [Fact]
    public void WithImplicitUsings() => Compiles(s_project with
    {
        Code =
        [
            .. s_project.Code,
            ("Usings.cs", "global using System; global using System.IO; global using System.Linq; global using System.Threading; global using System.Collections.Generic;"),
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
    public void InAHostileNamespace(string name) => Compiles(s_project with
    {
        Code =
        [
            ("Test.cs", Code.Replace("using Witx.Bindings;", "using global::Witx.Bindings;").Replace("namespace Test;", $"namespace My.{(name == "global.Test" ? "@global.Test" : name)};")),
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
    public void InTheGlobalNamespace() => Compiles(s_project with { Code = [("Test.cs", Code.Replace("namespace Test;", ""))] });

    [Fact]
    public void WhenTheAssemblyIsClsCompliant() => Compiles(s_project with
    {
        // An array in an attribute is the user's to excuse.
        Code = [("Cls.cs", "#pragma warning disable CS3016\n[assembly: global::System.CLSCompliant(true)]"), ("Test.cs", "#pragma warning disable CS3016\n" + Code)],
    });

    /// <summary>A guest's number must not meet a conversion that throws in a project that checks for overflow.</summary>
    [Fact]
    public void WithOverflowChecks_NoNumberThrowsAnythingButAFault() => Assert.All(
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
