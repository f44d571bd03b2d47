using System;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Tests.Output;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Mutated files, as in an editor: the generator never throws, and its output compiles.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MutatedFile_Generated_NeverThrows(int seed)
    {
        Random random = new(seed);
        string[] texts =
        [
            Forms.Text,
            Project.RepositoryFiles().Single(static file => file.Path.EndsWith("types/event.witx", StringComparison.Ordinal)).Text,
        ];
        Project project = Project.OfHost("");
        Compilation compilation = project.Compilation();
        for (int i = 0; i < 150; i++)
        {
            string text = Mutation.Apply(texts[random.Next(texts.Length)], texts[0], random);
            Project mutated = project with { Files = [("/project/test.witx", text)] };
            GeneratorDriver driver = mutated.Driver().RunGenerators(compilation, TestContext.Current.CancellationToken);
            GeneratorRunResult result = driver.GetRunResult().Results.Single();
            Assert.True(result.Exception is null, $"{result.Exception}\n{text}");
            Assert.All(result.GeneratedSources, source => Assert.True(
                !source.SyntaxTree.GetDiagnostics(TestContext.Current.CancellationToken).Any(), $"{text}\n{source.SourceText}"));
        }
    }

    /// <summary>Types and functions with errors are omitted, together with everything that uses them.</summary>
    [Fact]
    public void MutatedFile_GeneratedCode_Compiles()
    {
        Random random = new(7);
        for (int i = 0; i < 25; i++)
        {
            string text = Mutation.Apply(Forms.Text, Forms.Text, random);
            Compiled compiled = Compiled.Run(Project.OfHost(text));
            Assert.True(
                compiled.Warnings.Length == 0 || compiled.Result.GeneratedSources.IsEmpty, $"{compiled.Warnings}\n{text}");
        }
    }

    /// <summary>All methods and types of an implemented host are declared, whatever the errors of the file.</summary>
    [Fact]
    public void MutatedFile_OfImplementedHost_DeclaresEveryMethod()
    {
        Random random = new(11);
        int failed = 0;
        for (int i = 0; i < 60; i++)
        {
            string text = Mutation.Apply(SingleErrorTests.Witx, SingleErrorTests.Witx, random);
            Compiled compiled = Compiled.RunAsIs(AnalyzerVerifier.Create(SingleErrorTests.Host, [("/project/kv.witx", text)]));
            Assert.True(compiled.Result.Exception is null, $"{compiled.Result.Exception}\n{text}");
            if (compiled.Result.Diagnostics.IsEmpty)
            {
                continue;
            }

            failed++;
            string[] added =
            [
                .. compiled.Diagnostics.Where(
                    static error => error.Id is "CS0759" or "CS0246" or "CS0103" or "CS0102" or "CS0111" or "CS0101")
                    .Select(static error => error.ToString()),
            ];
            Assert.True(added.Length == 0, $"{string.Join("\n", added)}\n{text}");
        }

        Assert.InRange(failed, 10, 60);
    }

    [Theory]
    [InlineData("(typename $t0 (tuple u8 u8))", "(typename $t{0} (tuple $t{1} $t{1}))")]
    [InlineData("(typename $t0 (record (field $a u8)))", "(typename $t{0} (record (field $a $t{1}) (field $b $t{1})))")]
    [InlineData("(typename $t0 (list u8))", "(typename $t{0} (list $t{1}))")]
    [InlineData("(typename $t0 (@witx pointer u8))", "(typename $t{0} (@witx pointer $t{1}))")]
    [InlineData("(typename $t0 (variant (case $a u8)))", "(typename $t{0} (variant (case $a $t{1}) (case $b $t{1})))")]
    public void NestedTypes_Generated_TakeLinearTime(string first, string next)
    {
        StringBuilder text = new(first);
        for (int i = 1; i < 24; i++)
        {
            text.AppendFormat(null, next, i, i - 1);
        }

        text.Append("(module $m (@interface func (export \"f\") (param $x (@witx pointer $t23))))");
        GeneratorDriver driver = Project.OfHost(text.ToString()).Driver()
            .RunGenerators(Project.OfHost("").Compilation(), TestContext.Current.CancellationToken);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.InRange(result.GeneratedSources.Sum(static source => source.SourceText.Length), 1, 200_000);
    }
}
