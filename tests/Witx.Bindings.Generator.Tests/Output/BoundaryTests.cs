using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Interfaces at the limits of the language, compiled with every warning as an error.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("u8", 255)]
    [InlineData("u8", 256)]
    [InlineData("u16", 65_536)]
    public void EnumAndVariant_FillingTheirTag_Compile(string repr, int count)
    {
        string members = string.Join(' ', Enumerable.Range(0, count).Select(static i => $"$m{i}"));
        string cases =
            string.Concat(Enumerable.Range(0, count > 256 ? 2 : count).Select(static i => i == 0 ? "(case $c0 u8)" : $"(case $c{i})"));

        // The host has its body from the start, so that 65,536 members are generated and parsed once.
        Project project = Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            [WitxModule("test.witx")]
            internal sealed partial class Host
            {
                public partial void F(E a, GuestList<E> b, GuestList<V> c, GuestRef<V> d)
                {
                }
            }
            """,
            ("/project/test.witx", $"""
                (typename $e (enum (@witx tag {repr}) {members}))
                (typename $v (variant (@witx tag {repr}) {cases}))
                (module $m (@interface func (export "f") (param $a $e) (param $b (list $e)) (param $c (list $v)) (param $d (@witx pointer $v))))
                """));
        Compiled compiled = Compiled.RunAsIs(
            project with { Options = project.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error).WithWarningLevel(9999) });
        Assert.Equal("", compiled.Warnings);
        Assert.Equal(count == 255, compiled.Source().Contains("if (value >= 255)"));
    }
}
