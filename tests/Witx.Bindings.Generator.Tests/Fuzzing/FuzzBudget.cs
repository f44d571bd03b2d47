using System;
using System.Globalization;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// How long a fuzz test may run: a few seconds, or as long as the environment variable <c>WITX_FUZZ_SECONDS</c> says.
/// </summary>
internal static class FuzzBudget
{
    private static readonly string? s_seconds = Environment.GetEnvironmentVariable("WITX_FUZZ_SECONDS");

    /// <summary>Whether a long run is asked for.</summary>
    public static bool IsLong => s_seconds is not null;

    /// <summary>The time for one test.</summary>
    public static TimeSpan Time => TimeSpan.FromSeconds(s_seconds is null ? 5 : int.Parse(s_seconds, CultureInfo.InvariantCulture));
}
