using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The rules fail on assemblies that break them, with the message that names the types, the member and the remedy.</summary>
public sealed class RuleTests
{
    private const string Remedy = "Move the code up to Processes, or 'Y' down to Vfs.";
    private const string HigherType = " namespace Fixture.Processes { class Y { public static void Do() { } } }";

    private static readonly SourceFolders s_folders =
        new(FixtureAssembly.Name, new Dictionary<string, string> { ["Options"] = "Vfs", ["Host"] = "" });

    [Fact]
    public void Layers_UseOfHigherLayer_IsReported() => AssertViolations(
        new LayerRule(s_folders, "Vfs", "Processes"),
        "'Vfs.X' uses 'Processes.Y' in 'X.Do': Vfs must not depend on Processes. " + Remedy,
        "namespace Fixture.Vfs { class X { void Do() => Processes.Y.Do(); } }" + HigherType);

    [Fact]
    public void Layers_UseFromSubfolder_IsReported() => AssertViolations(
        new LayerRule(s_folders, "Vfs", "Processes"),
        "'Vfs.Host.X' uses 'Processes.Y' in 'X._y': Vfs must not depend on Processes. " + Remedy,
        "namespace Fixture.Vfs.Host { class X { Processes.Y _y; } }" + HigherType);

    [Fact]
    public void Layers_UseOfRoot_IsReported() => AssertViolations(
        new LayerRule(s_folders, "Vfs"),
        "'Vfs.X' uses 'Host' in 'X': Vfs must not depend on the root. Move the code up to the root, or 'Host' down to Vfs.",
        "namespace Fixture { interface Host { } } namespace Fixture.Vfs { class X : Host { } }");

    [Fact]
    public void Layers_PublicTypeOfRootNamespace_BelongsToTheFolderOfItsFile() => AssertViolations(
        new LayerRule(s_folders, "Vfs", "Processes"),
        "'Vfs.Options' uses 'Processes.Y' in 'Options.Y': Vfs must not depend on Processes. " + Remedy,
        "namespace Fixture { class Options { Processes.Y Y => null; } }" + HigherType);

    [Fact]
    public void Layers_UnknownFolder_IsReported() => AssertViolations(
        new LayerRule(s_folders, "Vfs"),
        "Folder 'Misc' of 'Misc.X' is not a layer: move its files into one, or add it to the rule.",
        "namespace Fixture.Vfs { class Y { } } namespace Fixture.Misc { class X { Vfs.Y _y; } }");

    [Fact]
    public void Layers_UseOfSameAndLowerLayer_IsAllowed() => AssertViolations(
        new LayerRule(s_folders, "Vfs", "Processes"),
        null,
        "namespace Fixture.Vfs { class X { Z _z; } class Z { } } namespace Fixture.Processes { class Y { Vfs.X _x; } } "
        + "namespace Fixture { class Host { Processes.Y _y; } }");

    [Fact]
    public void Cycle_BetweenSiblings_IsReported() => AssertViolations(
        new CycleRule(s_folders),
        "Folders A → B → A form a cycle: 'A.X' uses 'B.Y' in 'X.Do'; 'B.Y' uses 'A.X' in 'Y._x'. "
        + "Move a type so that one of these uses disappears.",
        "namespace Fixture.A { class X { void Do() => new B.Y(); } } namespace Fixture.B { class Y { A.X _x; } }");

    [Fact]
    public void Cycle_OfThreeSubfolders_IsReported() => AssertViolations(
        new CycleRule(s_folders),
        "Folders V.A → V.B → V.C → V.A form a cycle: "
        + "'V.A.X' uses 'V.B.Y' in 'X'; 'V.B.Y' uses 'V.C.Z' in 'Y._z'; 'V.C.Z' uses 'V.A.X' in 'Z._x'. "
        + "Move a type so that one of these uses disappears.",
        "namespace Fixture.V.A { class X : B.Y { } } namespace Fixture.V.B { class Y { C.Z _z; } } "
        + "namespace Fixture.V.C { class Z { A.X _x; } }");

    [Fact]
    public void Cycle_BetweenFolderAndItsSubfolder_IsAllowed() => AssertViolations(
        new CycleRule(s_folders),
        null,
        "namespace Fixture.A { class X { B.Y _y; } } namespace Fixture.A.B { class Y { A.X _x; } }");

    [Theory]
    [InlineData("OperatingSystem", "IsLinux()")]
    [InlineData("Runtime.InteropServices.RuntimeInformation", "IsOSPlatform(default)")]
    [InlineData("Runtime.InteropServices.RuntimeInformation", "OSDescription")]
    [InlineData("Runtime.InteropServices.RuntimeInformation", "RuntimeIdentifier")]
    [InlineData("Environment", "OSVersion")]
    public void Use_OfOperatingSystem_IsReported(string type, string query) => AssertViolations(
        new UseRule { IsForbidden = OperatingSystemQuery.Matches, Remedy = "ask Platform." },
        $"'Fixture.Vfs.X' uses 'System.{type}' in 'X.Do': ask Platform.",
        $"namespace Fixture.Vfs {{ class X {{ object Do() => System.{type}.{query}; }} }}");

    [Fact]
    public void Use_ByExemptMember_IsAllowed() => AssertViolations(
        new UseRule { IsForbidden = OperatingSystemQuery.Matches, Remedy = "ask Platform.", Exemptions = ["X.Do"] },
        null,
        "class X { bool Do() => System.OperatingSystem.IsLinux(); }");

    [Fact]
    public void Use_ExemptionWithoutViolation_IsReported() => AssertViolations(
        new UseRule { IsForbidden = OperatingSystemQuery.Matches, Remedy = "ask Platform.", Exemptions = ["X.Do"] },
        "'X.Do' no longer breaks the rule: remove it from the exemptions.",
        "class X { int Do() => System.Environment.ProcessId; }");

    private static void AssertViolations(IRule rule, string? message, string source) => Assert.Equal(
        message is null ? [] : [message], rule.Check(FixtureAssembly.Read(source)).ToArray());
}
