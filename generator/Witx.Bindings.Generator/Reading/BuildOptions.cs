using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Witx.Bindings.Generator.Reading;

/// <summary>What the build says about itself.</summary>
/// <param name="ProjectDirectory">The folder of the project; empty when it is not known.</param>
/// <param name="MapsLines">Whether the compiler is told where in the witx a method comes from. The paths are those of this machine, hence not in builds that must be the same everywhere.</param>
/// <param name="OldLanguageVersion">The version of C#, if it is older than generated code needs; otherwise empty.</param>
internal sealed record BuildOptions(string ProjectDirectory, bool MapsLines, string OldLanguageVersion = "")
{
    /// <summary>The oldest version of C# that knows all that generated code is written in.</summary>
    public const LanguageVersion MinimumLanguageVersion = LanguageVersion.CSharp12;

    public static BuildOptions Read(AnalyzerConfigOptionsProvider provider, ParseOptions? options) =>
        new(
            Property(provider, "ProjectDir"),
            !IsTrue(Property(provider, "ContinuousIntegrationBuild")) && !IsTrue(Property(provider, "DeterministicSourcePaths")),
            options is CSharpParseOptions { LanguageVersion: < MinimumLanguageVersion and var version } ? version.ToDisplayString() : "");

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value : "";

    private static bool IsTrue(string value) => string.Equals(value, "true", System.StringComparison.OrdinalIgnoreCase);
}
