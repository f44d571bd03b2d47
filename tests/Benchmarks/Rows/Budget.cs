namespace Benchmarks.Rows;

/// <summary>What a row may cost.</summary>
/// <param name="Limit">At most how many times the measure.</param>
/// <param name="Measure">What it is held to.</param>
internal sealed record Budget(double Limit, Measure Measure)
{
    internal static Budget Raw(double limit) => new(limit, Measure.Raw);

    internal static Budget Native(double limit) => new(limit, Measure.Native);
}

/// <summary>What a row can be held to.</summary>
internal enum Measure
{
    /// <summary>The same callback by hand.</summary>
    Raw,

    /// <summary>The same calls of a native program, and the way from a guest to the host and back.</summary>
    Native,

    /// <summary>The same row without what the scene adds.</summary>
    Plain,

    /// <summary>50 µs.</summary>
    Start,
}
