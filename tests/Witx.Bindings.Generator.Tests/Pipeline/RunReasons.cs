using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>What became of each step of the pipeline in its last run: the reasons of its outputs, the same only once.</summary>
internal sealed record RunReasons(string Documents, string Targets, string Pairs, string Output)
{
    public static RunReasons Of(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        return new RunReasons(
            Reasons(result.TrackedSteps, "Documents"),
            Reasons(result.TrackedSteps, "Targets"),
            Reasons(result.TrackedSteps, "Pairs"),
            Reasons(result.TrackedOutputSteps, "SourceOutput"));
    }

    private static string Reasons(IReadOnlyDictionary<string, System.Collections.Immutable.ImmutableArray<IncrementalGeneratorRunStep>> steps, string name) =>
        string.Join(" ", steps.GetValueOrDefault(name, [])
            .SelectMany(static step => step.Outputs)
            .Select(static output => output.Reason.ToString())
            .Distinct()
            .Order());
}
