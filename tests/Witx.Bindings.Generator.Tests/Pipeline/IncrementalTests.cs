using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>An edit reruns only the steps of the pipeline that depend on it.</summary>
public sealed class IncrementalTests
{
    private const string Code = """
        using Witx.Bindings;
        namespace Test;
        [WitxModule("a.witx")]
        internal sealed partial class A
        {
            public partial void F(uint x)
            {
            }
        }
        """;

    private const string Other = """
        namespace Test;
        [Witx.Bindings.WitxModule("b.witx")]
        internal sealed partial class B
        {
            public partial void G(uint x)
            {
            }
        }
        """;

    private const string Witx = """(module $a (@interface func (export "f") (param $x u32)))""";

    private static readonly Project s_project = new()
    {
        Code = [("A.cs", Code), ("Unrelated.cs", "class Unrelated;")],
        Files = [("/project/a.witx", Witx), ("/project/b.witx", Witx.Replace("$a", "$b").Replace("\"f\"", "\"g\""))],
    };

    [Fact]
    public void Pipeline_NoChange_EmitsNothing() =>
        Assert.Equal(new RunReasons("Cached", "Cached", "Cached", "Cached"), After(static project => project));

    [Fact]
    public void Pipeline_EditOfAnotherFile_EmitsNothing() =>
        Assert.Equal(
            new RunReasons("Cached", "Cached", "Cached", "Cached"),
            After(static project => project with { Code = [project.Code[0], ("Unrelated.cs", "class Unrelated { int _x; }")] }));

    [Fact]
    public void Pipeline_EditOfABody_EmitsNothing() =>
        Assert.Equal(
            new RunReasons("Cached", "Cached", "Cached", "Cached"),
            After(static project => project with { Code = [("A.cs", Code.Replace("{\n    }", "{ int y = 1; }")), project.Code[1]] }));

    [Fact]
    public void Pipeline_NewAnnotatedClass_EmitsThatClass() =>
        Assert.Equal(
            new RunReasons("Cached", "Cached New", "Cached New", "Cached New"),
            After(static project => project with { Code = [.. project.Code, ("B.cs", Other)] }));

    [Fact]
    public void Pipeline_EditOfAWitxFile_EmitsItsClass() =>
        Assert.Equal(
            new RunReasons("Cached Modified", "Cached", "Modified", "Modified"),
            After(static project => project with { Files = [("/project/a.witx", Witx.Replace("$x", "$y")), project.Files[1]] }));

    [Fact]
    public void Pipeline_EditOfAWitxFile_EmitsNoOtherClass() =>
        Assert.Equal(
            new RunReasons("Cached Modified", "Cached", "Cached", "Cached"),
            After(static project => project with { Files = [project.Files[0], ("/project/b.witx", "(module $b)")] }));

    [Fact]
    public void Pipeline_TrailingWhitespace_EmitsNothing() =>
        Assert.Equal(
            new RunReasons("Cached Modified", "Cached", "Unchanged", "Cached"),
            After(static project => project with { Files = [("/project/a.witx", Witx + "\n;; the end\n"), project.Files[1]] }));

    [Fact]
    public void Pipeline_MovedFunction_EmitsItsLineDirective() =>
        Assert.Equal(
            new RunReasons("Cached Modified", "Cached", "Modified", "Modified"),
            After(static project => project with { Files = [("/project/a.witx", "\n" + Witx), project.Files[1]] }));

    [Fact]
    public void Pipeline_ChangedBuildProperty_EmitsAll() =>
        Assert.Equal(
            new RunReasons("Cached", "Cached", "Modified", "Modified"),
            After(static project => project with { Properties = project.Properties.Add("ContinuousIntegrationBuild", "true") }));

    [Fact]
    public void Pipeline_UnusedBuildProperty_EmitsNothing() =>
        Assert.Equal(
            new RunReasons("Cached", "Cached", "Cached", "Cached"),
            After(static project => project with { Properties = project.Properties.Add("RootNamespace", "Else") }));

    private static RunReasons After(System.Func<Project, Project> edit)
    {
        GeneratorDriver driver = s_project.Driver().RunGenerators(s_project.Compilation(), TestContext.Current.CancellationToken);
        return RunReasons.Create(
            edit(s_project).Update(driver, s_project).RunGenerators(
                edit(s_project).Compilation(s_project), TestContext.Current.CancellationToken));
    }
}
