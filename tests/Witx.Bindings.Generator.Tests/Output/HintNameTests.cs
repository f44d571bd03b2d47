using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>The names of generated files are unique, so that no class prevents the generation of another.</summary>
public sealed class HintNameTests
{
    private const string Witx = """(module $m (@interface func (export "f") (param $a u8)))""";

    [Theory]
    [InlineData("""[WitxModule("m.witx")] partial class Host; [WitxModule("m.witx")] partial class HOST;""", "Test.HOST.g.cs", "Test.Host-2.g.cs")]
    [InlineData("""partial class Outer { [WitxTypes("m.witx")] partial class Inner; } partial class OUTER { [WitxTypes("m.witx")] partial class Inner; }""", "Test.OUTER.Inner-types.g.cs", "Test.Outer.Inner-2-types.g.cs")]
    [InlineData("""[WitxTypes("m.witx")] partial class A { [WitxModule("m.witx")] partial class Types; }""", "Test.A-types.g.cs", "Test.A.Types.g.cs")]
    [InlineData("""[WitxTypes("m.witx"), WitxModule("m.witx", Types = typeof(A))] partial class A;""", "Test.A-types.g.cs", "Test.A.g.cs")]
    [InlineData("""[WitxModule("m.witx")] partial class A\u203fB; [WitxModule("m.witx")] partial class \u2160;""", "Test.A-203fB.g.cs", "Test.-2160.g.cs")]
    public void ClassesWithSimilarNames_Generated_HaveUniqueFiles(string classes, params string[] expected)
    {
        Compiled compiled = Compiled.Run(Project.Create("using Witx.Bindings; namespace Test; " + classes, ("/project/m.witx", Witx)));
        Assert.Null(compiled.Result.Exception);
        Assert.Equal("", compiled.Warnings);
        string[] names = [.. compiled.Result.GeneratedSources.Select(static source => source.HintName)];
        Assert.Equal(expected.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    /// <summary>The order in which the compiler finds the classes does not matter.</summary>
    [Fact]
    public void ClassesWithSimilarNames_AnyOrder_HaveTheSameFiles()
    {
        string[] codes =
        [
            """[Witx.Bindings.WitxModule("m.witx", Missing = Witx.Bindings.MissingFunction.Trap)] partial class Host;""",
            """[Witx.Bindings.WitxModule("m.witx", Missing = Witx.Bindings.MissingFunction.Trap)] partial class HOST;""",
            """[Witx.Bindings.WitxModule("m.witx", Missing = Witx.Bindings.MissingFunction.Trap)] partial class HoSt;""",
        ];
        string[] Names(
            string[] code) => [.. Compiled.RunAsIs(
                Project.Create("", ("/project/m.witx", Witx)) with { Code = [.. code.Select(static (text, i) => ($"{i}.cs", text))] })
            .Result.GeneratedSources.Select(
                static source => source.HintName + source.SourceText.ToString().Split('\n').First(
                    static line => line.StartsWith("partial", StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)];
        Assert.Equal(3, Names(codes).Length);
        Assert.Equal(Names(codes), Names([.. codes.Reverse()]));
    }
}
