using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Equal inputs produce equal code on every machine.</summary>
public sealed class DeterminismTests
{
    private const string Code = """
        using Witx.Bindings;
        namespace Test;
        [WitxTypes("typenames.witx")]
        public static partial class Abi;
        [WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi), Missing = MissingFunction.Trap, GenerateDescription = true)]
        [WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
        public sealed partial class Preview1;
        """;

    private static readonly ImmutableArray<(string Path, string Text)> s_files = Project.RepositoryFiles();

    /// <summary>
    /// Turkish has a dotless I, Finnish another minus sign, Arabic other digits. The last culture is artificial and combines unusual number
    /// formats.
    /// </summary>
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    [InlineData("ar-EG")]
    [InlineData("")]
    public void GeneratedCode_AnyCulture_IsEqual(string name)
    {
        string[] expected = Sources(Project.Create(Code, [.. s_files]));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo hostile = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
            if (name.Length == 0)
            {
                hostile.NumberFormat.NegativeSign = "\u2212";
                hostile.NumberFormat.PositiveSign = "plus";
                hostile.NumberFormat.NumberDecimalSeparator = ",";
                hostile.NumberFormat.NumberGroupSeparator = ".";
            }

            CultureInfo.CurrentCulture = hostile;
            Assert.Equal(expected, Sources(Project.Create(Code, [.. s_files])));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void GeneratedCode_AnyFileOrder_IsEqual()
    {
        string[] expected = Sources(Project.Create(Code, [.. s_files]));
        Random random = new(1);
        for (int i = 0; i < 5; i++)
        {
            (string Path, string Text)[] files = [.. s_files];
            random.Shuffle(files);
            Assert.Equal(expected, Sources(Project.Create(Code, files)));
        }
    }

    /// <summary>A checkout with CR LF line ends produces the same assembly.</summary>
    [Fact]
    public void GeneratedCode_AnyLineEnds_IsEqual()
    {
        string[] expected = Sources(Project.Create(Code, [.. s_files]));
        Assert.Contains(expected, static source => source.Contains("WitxSource(", StringComparison.Ordinal));
        Assert.Equal(
            expected, Sources(Project.Create(Code, [.. s_files.Select(static file => (file.Path, file.Text.ReplaceLineEndings("\r\n")))])));
    }

    [Fact]
    public void GeneratedCode_DeterministicBuild_ContainsNoPath()
    {
        Project project = Project.Create(Code, [.. s_files.Select(static file => ("/home/somebody/deep" + file.Path, file.Text))]) with
        {
            Properties = ImmutableDictionary<string, string>.Empty.Add("ContinuousIntegrationBuild", "true"),
        };
        Assert.All(Sources(project), static source => Assert.DoesNotContain("/home/somebody", source));
    }

    [Fact]
    public void GeneratedCode_Formatting_IsTidy()
    {
        foreach (string source in Sources(Project.Create(Code, [.. s_files])))
        {
            Assert.DoesNotContain('\r', source);
            Assert.DoesNotContain('\t', source);
            Assert.EndsWith("}\n", source);
            string[] lines = source.Split('\n');
            Assert.DoesNotContain(lines, static line => line.EndsWith(' '));
            Assert.DoesNotContain("\n\n\n", source);
            Assert.DoesNotContain("{\n\n", source);
            Assert.DoesNotContain("\n\n}", source.Replace(" ", ""));
        }
    }

    private static string[] Sources(Project project) =>
        [.. Compiled.RunAsIs(project).Result.GeneratedSources.Select(static source => source.HintName + "\n" + source.SourceText)];
}
