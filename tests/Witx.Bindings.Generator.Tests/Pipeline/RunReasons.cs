using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Witx.Bindings.Generator.Tests.Pipeline;

/// <summary>The distinct reasons of each step's outputs in the last run.</summary>
internal sealed record RunReasons(string Documents, string Classes, string Results, string Output)
{
    public static RunReasons Create(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        return new RunReasons(
            Reasons(result.TrackedSteps, TrackingNames.Documents),
            Reasons(result.TrackedSteps, TrackingNames.Classes),
            Reasons(result.TrackedSteps, TrackingNames.Results),
            Reasons(result.TrackedOutputSteps, "SourceOutput"));
    }

    /// <summary>Reads the reasons of one step.</summary>
    public static string Read(GeneratorDriver driver, string name) => Reasons(driver.GetRunResult().Results.Single().TrackedSteps, name);

    /// <summary>False for an error output without errors.</summary>
    private static bool WritesSources(object value) =>
        value is not ITuple { Length: 2 } output || output[0] is not IEnumerable sources || sources.Cast<object>().Any();

    private static string Reasons(
        IReadOnlyDictionary<string, System.Collections.Immutable.ImmutableArray<IncrementalGeneratorRunStep>> steps, string name) =>
        string.Join(" ", steps.GetValueOrDefault(name, [])
            .SelectMany(static step => step.Outputs)
            .Where(static output => WritesSources(output.Value))
            .Select(static output => output.Reason.ToString())
            .Distinct()
            .Order());
}
