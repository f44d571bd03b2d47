using System.Collections.Generic;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The layers of the WASI host.</summary>
public sealed class WasiTests
{
    private const string Assembly = "Witx.Bindings.Wasi";

    private static readonly SourceFolders s_folders = Repository.ReadFolders("runtime/Witx.Bindings.Wasi");
    private static readonly IReadOnlyCollection<TypeUse> s_uses = Repository.ReadUses(Assembly);

    [Fact]
    public void Layers_UseOnlyLowerLayers() => ArchitectureAssert.Holds(
        new LayerRule(
            s_folders,
            "Types",
            "Exceptions",
            "Diagnostics",
            "Accounting",
            "Policies",
            "Platform",
            "Threading",
            "Vfs",
            "Networking",
            "Configuration",
            "Processes",
            "SystemCalls",
            "Programs",
            "Scheduling"),
        s_uses);

    [Fact]
    public void Folders_FormNoCycle() => ArchitectureAssert.Holds(new CycleRule(s_folders), s_uses);

    [Fact]
    public void OperatingSystem_IsQueriedOnlyInPlatform() => ArchitectureAssert.Holds(
        new UseRule
        {
            IsForbidden = static use => OperatingSystemQuery.Matches(use) && !s_folders.IsIn(use.User, "Platform"),
            Remedy = "only Platform may ask which operating system it runs on. Move the question into a type of Platform.",
        },
        s_uses);

    [Fact]
    public void Glue_IsUsedOnlyInSystemCalls() => ArchitectureAssert.Holds(
        new UseRule
        {
            IsForbidden = static use => use.Used.Namespace == "Witx.Bindings.Glue" && !s_folders.IsIn(use.User, "SystemCalls"),
            Remedy = "only SystemCalls may use the glue. Move the code to SystemCalls, or use a type of Witx.Bindings itself.",

            // WasiTypes is generated. Imports and processes hold hosts of the embedder, interceptors receive functions of the glue, a guest
            // image, stack checkpoints and an instance use the guest from outside, and an export has a type.
            Exemptions =
            [
                "WasiTypes",
                "WasiMeter",
                "CallCounter",
                "WasiImport",
                "WasiImportCollection",
                "ProcessHosts",
                "WasiProcess",
                "ProcessImage",
                "StackCheckpoints",
                "WasiInstance",
                "InstanceTurns",
                "WasiExport",
            ],
        },
        s_uses);
}
