using System;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>The fault policy and the <c>OnException</c> hook that hosts inherit from base classes.</summary>
public sealed class InheritanceTests
{
    private const string Types = "(typename $errno (enum (@witx tag u16) $success $inval $ilseq))\n";
    private const string Functions = """(@interface func (export "f") (param $x u8) (param $s string) (result $e (expected (error $errno))))""";
    private const string Declared = "partial void OnException(";
    private const string Called = ").OnException(exception, ref answer, ref handled);";
    private const string Faults = "[WitxFaults(UnknownValue = \"inval\")]";
    private const string InvalidByte = "return (long)WitxTypes.Errno.Inval;";
    private const string Parameters = "(System.Exception exception, ref Abi.Errno answer, ref bool handled)";
    private const string Abi = """
        /// <summary>The types.</summary>
        [WitxTypes("types.witx")]
        public static partial class Abi;
        """;

    private const string Host = """[WitxModule("m.witx", Types = typeof(Abi))] internal partial class Host : Base""";

    private static readonly (string, string)[] s_files = [("/project/types.witx", Types), ("/project/m.witx", Module("m"))];

    [Fact]
    public void Faults_OfABaseClass_ApplyToTheHost()
    {
        string source = Generate($$"""{{Faults}} public abstract class Root; public class Base : Root; {{Host}};""");
        Assert.Contains(InvalidByte, source);
        Assert.DoesNotContain("GuestFault.InvalidUtf8", source);
    }

    [Fact]
    public void Faults_OfTheHost_ReplaceThoseOfABaseClass()
    {
        string source = Generate($$"""{{Faults}} public abstract class Base; [WitxFaults(InvalidUtf8 = "ilseq")] {{Host}};""");
        Assert.DoesNotContain(InvalidByte, source);
        Assert.Contains("GuestFault.InvalidUtf8", source);
    }

    [Theory]
    [InlineData("public")]
    [InlineData("protected")]
    [InlineData("protected internal")]
    [InlineData("internal")]
    [InlineData("private protected")]
    public void OnException_OfABaseClass_IsCalledAndNotDeclared(string accessibility)
    {
        string source = Generate($$"""
            public abstract class Root { {{accessibility}} void OnException{{Parameters}} { } }
            public abstract class Base : Root { private void OnException(string text) { } }
            {{Host}};
            """);
        Assert.DoesNotContain(Declared, source);
        Assert.Contains(Called, source);
    }

    /// <summary>A derived class cannot call such a method, or a call would mean something else.</summary>
    [Theory]
    [InlineData("private void OnException" + Parameters)]
    [InlineData("protected static void OnException" + Parameters)]
    [InlineData("protected void OnException<T>" + Parameters)]
    [InlineData("protected void OnException(System.Exception exception, ref int answer, ref bool handled)")]
    [InlineData("protected void OnException(System.Exception exception, Abi.Errno answer, ref bool handled)")]
    public void OnException_InaccessibleOrWithAnotherSignature_IsNotInherited(string method)
    {
        string source = Generate($$"""public abstract class Base { {{method}} { } } {{Host}};""");
        Assert.Contains(Declared, source);
        Assert.DoesNotContain(Called, source);
    }

    [Fact]
    public void OnException_PrivateHookOfAHost_ServesThatHostOnly()
    {
        Compiled compiled = Compile($$"""
            [WitxModule("base.witx", Types = typeof(Abi))]
            public partial class Base { partial void OnException{{Parameters}} { } }
            {{Host}};
            """);
        Assert.Equal("", compiled.Warnings);
        Assert.Contains(Called, compiled.Source("Base.g.cs"));
        Assert.Contains(Declared, compiled.Source("Host.g.cs"));
        Assert.DoesNotContain(Called, compiled.Source("Host.g.cs"));
    }

    [Fact]
    public void OnException_AccessibleHookOfAHost_ServesDerivedHosts()
    {
        Compiled compiled = Compile($$"""
            [WitxModule("base.witx", Types = typeof(Abi))]
            public partial class Base { protected void OnException{{Parameters}} { } }
            {{Host}};
            """);
        Assert.Equal("", compiled.Warnings);
        foreach (string source in new[] { compiled.Source("Base.g.cs"), compiled.Source("Host.g.cs") })
        {
            Assert.Contains(Called, source);
            Assert.DoesNotContain(Declared, source);
        }
    }

    [Fact]
    public void OnException_OverriddenInTheHost_IsCalledAndNotDeclared()
    {
        string source = Generate($$"""
            public abstract class Base { protected virtual void OnException{{Parameters}} { } }
            {{Host}} { protected override void OnException{{Parameters}} => handled = true; }
            """);
        Assert.DoesNotContain(Declared, source);
        Assert.Contains(Called, source);
    }

    [Fact]
    public void OnException_PartialInTheHost_ReplacesThatOfABaseClass()
    {
        string source = Generate($$"""
            public abstract class Base { protected void OnException{{Parameters}} { } }
            {{Host}} { partial void OnException{{Parameters}} { } }
            """);
        Assert.Contains(Declared, source);
        Assert.Contains(Called, source);
    }

    /// <summary>The base class means the type of the same name that its own interface declares.</summary>
    [Fact]
    public void OnException_ForATypeThatTheHostDeclaresItself_IsNotInherited()
    {
        Compiled compiled = Compile("""
            [WitxModule("base.witx")]
            public partial class Base { protected void OnException(System.Exception exception, ref Errno answer, ref bool handled) { } }
            [WitxModule("other.witx")]
            internal partial class Host : Base;
            """);
        Assert.Equal("", compiled.Warnings);
        Assert.DoesNotContain(Called, compiled.Source("Host.g.cs"));
        Assert.Contains(Called, compiled.Source("Base.g.cs"));
    }

    [Theory]
    [InlineData("protected", true)]
    [InlineData("public", true)]
    [InlineData("protected internal", true)]
    [InlineData("internal", false)]
    [InlineData("private protected", false)]
    [InlineData("private", false)]
    public void BaseClass_OfAnotherAssembly_IsReadFromItsMetadata(string accessibility, bool isInherited)
    {
        string source = GenerateWithLibrary($$"""{{Faults}} public abstract class Base { {{accessibility}} void OnException{{Parameters}} { } }""");
        Assert.Contains(InvalidByte, source);
        Assert.Equal(isInherited, source.Contains(Called, StringComparison.Ordinal));
        Assert.Equal(!isInherited, source.Contains(Declared, StringComparison.Ordinal));
    }

    [Fact]
    public void BaseClass_OfAnAssemblyThatGivesAccess_InheritsInternalHooks() => Assert.Contains(Called, GenerateWithLibrary($$"""
        public abstract class Base { private protected void OnException{{Parameters}} { } }
        """));

    [Fact]
    public void OnException_OfAnotherAssemblyForAnotherErrno_IsNotInherited() => Assert.DoesNotContain(Called, GenerateWithLibrary("""
        public static class Other { public enum Errno : ushort; }
        public abstract class Base { protected void OnException(System.Exception exception, ref Other.Errno answer, ref bool handled) { } }
        """));

    private static string Generate(string code)
    {
        Compiled compiled = Compile(code);
        Assert.Equal("", compiled.Warnings);
        return compiled.Source("Host.g.cs");
    }

    private static Compiled Compile(string code) => Compiled.Run(Project.Create(
        $"#pragma warning disable CS1591\nusing Witx.Bindings; namespace Test; {Abi} {code}",
        [
            .. s_files,
            ("/project/base.witx", Module("base")),
            ("/project/other.witx", Types.Replace("$ilseq", "$other") + $"(module $other {Functions})"),
        ]));

    private static string GenerateWithLibrary(string code)
    {
        string friend = code.Contains("private protected", StringComparison.Ordinal) && !code.Contains(Faults, StringComparison.Ordinal)
            ? """[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Test")]"""
            : "";
        Project project = Project.Create(
            $"#pragma warning disable CS1591\nusing Witx.Bindings; {friend} namespace Library; {Abi} {code}", s_files);
        Compiled library = Compiled.RunAsIs(project with { Name = "Library" });
        Assert.Equal("", library.Warnings);
        Compiled compiled = Compiled.Run(Project.Create($"using Witx.Bindings; using Library; namespace Test; {Host};", s_files) with
        {
            References = [MetadataReference.CreateFromImage(library.Emit())],
        });
        Assert.Equal("", compiled.Warnings);
        return compiled.Source("Host.g.cs");
    }

    private static string Module(string name) => $"(use \"types.witx\") (module ${name} {Functions})";
}
