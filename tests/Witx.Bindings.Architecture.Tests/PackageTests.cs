using System;
using System.Collections.Generic;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The packages that each package must not know, and the folders of each.</summary>
public sealed class PackageTests
{
    private const string Roslyn = "Microsoft.CodeAnalysis";

    [Theory]
    [InlineData("Witx.Bindings.Language", Roslyn)]
    [InlineData("Witx.Bindings.Language", "Wasmtime")]
    [InlineData("Witx.Bindings.Language", "Witx.Bindings")]
    [InlineData("Witx.Bindings.Guests", Roslyn)]
    [InlineData("Witx.Bindings.Guests", "Wasmtime")]
    [InlineData("Witx.Bindings.Guests", "Witx.Bindings")]
    [InlineData("Witx.Bindings.Language", "Witx.Bindings.Guests")]
    [InlineData("Witx.Bindings.Generator", "Wasmtime")]
    [InlineData("Witx.Bindings.Generator", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Generator", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings", "Wasmtime")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Wasmtime", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Wasmtime", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Wasi", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Wasi", "Witx.Bindings.Hosting")]
    [InlineData("Witx.Bindings.Hosting", "Wasmtime")]
    [InlineData("Witx.Bindings.Hosting", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings.Hosting", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Testing", "Wasmtime")]
    [InlineData("Witx.Bindings.Testing", "Witx.Bindings.Wasmtime")]
    [InlineData("Witx.Bindings.Testing", "Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Testing", "Witx.Bindings.Language")]
    [InlineData("Witx.Bindings.Tool", Roslyn)]
    public void Package_DoesNotKnow(string package, string unknown) => ArchitectureAssert.Holds(
        new UseRule
        {
            IsForbidden = use => IsPartOf(use.Used.Assembly, unknown),
            Remedy = $"{package} must not know {unknown}. Move the code to a package that may know both.",
        },
        Repository.ReadUses(package));

    [Theory]
    [InlineData("generator/Witx.Bindings.CodeFixes")]
    [InlineData("generator/Witx.Bindings.Generator")]
    [InlineData("generator/Witx.Bindings.Guests")]
    [InlineData("generator/Witx.Bindings.Language")]
    [InlineData("runtime/Witx.Bindings")]
    [InlineData("runtime/Witx.Bindings.Hosting")]
    [InlineData("runtime/Witx.Bindings.Testing")]
    [InlineData("runtime/Witx.Bindings.Tool")]
    [InlineData("runtime/Witx.Bindings.Wasmtime")]
    public void Folders_FormNoCycle(string project)
    {
        SourceFolders folders = Repository.ReadFolders(project);
        ArchitectureAssert.Holds(new CycleRule(folders), Repository.ReadUses(folders.Assembly));
    }

    [Fact]
    public void OperatingSystem_InWasmtime_IsQueriedOnlyInNative()
    {
        SourceFolders folders = Repository.ReadFolders("runtime/Witx.Bindings.Wasmtime");
        ArchitectureAssert.Holds(CreateNativeRule(folders), Repository.ReadUses(folders.Assembly));
    }

    [Fact]
    public void OperatingSystem_QueriedOutsideNative_IsReported()
    {
        const string Member = "class X { bool Do() => System.OperatingSystem.IsLinux(); }";
        UseRule rule = CreateNativeRule(new SourceFolders(FixtureAssembly.Name, new Dictionary<string, string>()));

        Assert.Equal(
            ["'Fixture.Calls.X' uses 'System.OperatingSystem' in 'X.Do': only Native may ask which operating system it runs on. Move the "
            + "question into a type of Native."],
            rule.Check(FixtureAssembly.Read($"namespace Fixture.Calls {{ {Member} }}")));
        Assert.Empty(rule.Check(FixtureAssembly.Read($"namespace Fixture.Native {{ {Member} }}")));
    }

    private static UseRule CreateNativeRule(SourceFolders folders) => new()
    {
        IsForbidden = use => OperatingSystemQuery.Matches(use) && !folders.IsIn(use.User, "Native"),
        Remedy = "only Native may ask which operating system it runs on. Move the question into a type of Native.",
    };

    private static bool IsPartOf(string assembly, string unknown) =>
        assembly == unknown || (unknown == Roslyn && assembly.StartsWith(Roslyn + ".", StringComparison.Ordinal));
}
