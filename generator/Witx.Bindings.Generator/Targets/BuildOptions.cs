using Microsoft.CodeAnalysis.Diagnostics;

namespace Witx.Bindings.Generator;

/// <summary>What the build says about itself.</summary>
/// <param name="ProjectDirectory">The folder of the project; empty when it is not known.</param>
/// <param name="MapsLines">Whether the compiler is told where in the witx a method comes from. The paths are those of this machine, hence not in builds that must be the same everywhere.</param>
internal sealed record BuildOptions(string ProjectDirectory, bool MapsLines)
{
    public static BuildOptions Read(AnalyzerConfigOptionsProvider provider) =>
        new(
            Property(provider, "ProjectDir"),
            !IsTrue(Property(provider, "ContinuousIntegrationBuild")) && !IsTrue(Property(provider, "DeterministicSourcePaths")));

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value : "";

    private static bool IsTrue(string value) => string.Equals(value, "true", System.StringComparison.OrdinalIgnoreCase);
}
