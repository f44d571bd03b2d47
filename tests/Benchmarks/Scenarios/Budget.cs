namespace Benchmarks.Scenarios;

/// <summary>The highest allowed cost of a scenario.</summary>
/// <param name="Limit">The limit in multiples of the baseline.</param>
/// <param name="Baseline">The baseline.</param>
internal sealed record Budget(double Limit, Baseline Baseline)
{
    internal static Budget Raw(double limit) => new(limit, Baseline.Raw);

    internal static Budget Native(double limit) => new(limit, Baseline.Native);
}

/// <summary>The baseline of a budget.</summary>
internal enum Baseline
{
    /// <summary>The same call with a handwritten callback.</summary>
    Raw,

    /// <summary>The same calls in native code, plus <see cref="AllScenarios.Floor"/>.</summary>
    Native,

    /// <summary>The same call with the setup <see cref="Setup.Files"/>.</summary>
    Plain,

    /// <summary>50 µs.</summary>
    Start,

    /// <summary><see cref="AllScenarios.Copy"/>.</summary>
    Copy,
}
