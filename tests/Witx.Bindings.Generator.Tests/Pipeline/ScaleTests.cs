using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Resolving;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>An edit of a witx file rebinds only the classes that use the file.</summary>
public sealed class ScaleTests
{
    private static readonly Project s_project = AnalyzerVerifier.Create(
        """
        using Witx.Bindings;
        [WitxModule("a.witx", Missing = MissingFunction.Trap)] public partial class A;
        [WitxModule("b.witx", Missing = MissingFunction.Trap)] public partial class B;
        [WitxModule("c.witx", Missing = MissingFunction.Trap)] public partial class C;
        [WitxModule("d.witx", Missing = MissingFunction.Trap)] public partial class D : C;
        [WitxModule("e.witx", Missing = MissingFunction.Trap, Types = typeof(Types))] public partial class E;
        [WitxTypes("types.witx")] public static partial class Types;
        """,
        [
            ("/project/common.witx", "(typename $size u32)"),
            ("/project/a.witx", "(use \"common.witx\") (module $a (@interface func (export \"f\") (param $x $size)))"),
            ("/project/deep/between.witx", "(use \"../common.witx\")"),
            ("/project/b.witx", "(use \"deep/between.witx\") (module $b (@interface func (export \"f\") (param $x $size)))"),
            ("/project/c.witx", "(typename $mode (enum $off $on)) (module $c (@interface func (export \"f\") (param $x $mode)))"),
            ("/project/d.witx", "(typename $mode (enum $off $on)) (module $d (@interface func (export \"f\") (param $x $mode)))"),
            ("/project/e.witx", "(typename $kind (enum $a $b)) (module $e (@interface func (export \"f\") (param $x $kind)))"),
            ("/project/types.witx", "(typename $kind (enum $a $b))"),
            ("/project/unused.witx", "(typename $size u32)"),
        ]);

    [Theory]
    [InlineData("common.witx", "u32", "u64", "A B")]
    [InlineData("deep/between.witx", "(use", ";;; Not the text of any class.\n(use", "")]
    [InlineData("a.witx", "\"f\"", "\"g\"", "A")]
    [InlineData("b.witx", "\"f\"", "\"g\"", "B")]
    [InlineData("c.witx", "$off $on", "$on $off", "C D")]
    [InlineData("d.witx", "\"f\"", "\"g\"", "D")]
    [InlineData("types.witx", "$a $b", "$b $a", "E Types")]
    [InlineData("unused.witx", "u32", "u64", "")]
    [InlineData("a.witx", "(use \"common.witx\") ", "(use \"unused.witx\")", "A")]
    public void WitxFile_Edited_RebindsOnlyItsUsers(string path, string before, string after, string users)
    {
        Project edited = s_project with
        {
            Files =
            [
                .. s_project.Files.Select(file => file.Path == "/project/" + path ? (file.Path, file.Text.Replace(before, after)) : file),
            ],
        };
        ImmutableArray<(object Value, IncrementalStepRunReason Reason)> bindings = Steps(edited, TrackingNames.Results);
        Assert.Equal(6, bindings.Length);
        Assert.Equal(users, Names(bindings, IncrementalStepRunReason.Modified));

        // An equal result was still computed again, which only the classes that use the file may cause.
        string reached = Names(
            [.. Steps(edited, TrackingNames.Picked).Where(static step => step.Reason is not IncrementalStepRunReason.Unchanged)],
            IncrementalStepRunReason.Modified);
        Assert.Equal(path is "deep/between.witx" ? "B" : users, reached);
        Assert.Equal(
            bindings.Length - reached.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Length,
            bindings.Count(static step => step.Reason is IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void WitxFile_EditedWithoutUse_KeepsTheIndex()
    {
        Project edited = s_project with { Files = [.. s_project.Files.Select(static file => (file.Path, file.Text + "\n;; edited"))] };
        Assert.All(Steps(edited, TrackingNames.Index), static step => Assert.NotEqual(IncrementalStepRunReason.Modified, step.Reason));
        Assert.All(Steps(edited, TrackingNames.Reached), static step => Assert.Equal(IncrementalStepRunReason.Cached, step.Reason));
    }

    /// <summary>Any file may contain a suggested name. Suggestions are searched only for errors, and do not rebind classes.</summary>
    [Fact]
    public void SuggestedFile_Edited_DoesNotRebindTheClass()
    {
        Project project = AnalyzerVerifier.Create(
            """[Witx.Bindings.WitxModule("a.witx", Missing = Witx.Bindings.MissingFunction.Trap)] public partial class A;""",
            [
                ("/project/a.witx", "(module $a (@interface func (export \"f\") (param $x $size)))"),
                ("/project/size.witx", "(typename $sice u32)"),
            ]);
        GeneratorDriver driver = project.Driver().RunGenerators(project.Compilation(), TestContext.Current.CancellationToken);
        Assert.Equal("Name '$size' is not defined", Message(driver));
        Project edited = project with { Files = [project.Files[0], ("/project/size.witx", "(typename $size u32)")] };
        driver = edited.Update(driver, project).RunGenerators(edited.Compilation(project), TestContext.Current.CancellationToken);
        Assert.Equal("Name '$size' is not defined; 'size.witx' defines it: write '(use \"size.witx\")'", Message(driver));
        Assert.Equal(new RunReasons("Cached Modified", "Cached", "Cached", "Cached"), RunReasons.Create(driver) with { Output = "Cached" });
    }

    private static string Message(GeneratorDriver driver) => Assert.Single(driver.GetRunResult().Diagnostics).GetMessage(null);

    private static ImmutableArray<(object Value, IncrementalStepRunReason Reason)> Steps(Project edited, string name)
    {
        GeneratorDriver driver = s_project.Driver().RunGenerators(s_project.Compilation(), TestContext.Current.CancellationToken);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        driver = edited.Update(driver, s_project).RunGenerators(edited.Compilation(s_project), TestContext.Current.CancellationToken);
        return [.. driver.GetRunResult().Results.Single().TrackedSteps[name].SelectMany(static step => step.Outputs)];
    }

    private static string Names(ImmutableArray<(object Value, IncrementalStepRunReason Reason)> steps, IncrementalStepRunReason reason) =>
        string.Join(
        ' ',
        steps.Where(step => step.Reason == reason)
            .Select(
                static step => step.Value is AnalysisResult binding ? binding.Model!.Declaration.Name : ((ClassInput)step.Value)
                    .Reached.Class.Declaration.Name)
            .Order());
}
