using System;
using System.Globalization;

namespace Witx.Bindings.Testing;

/// <summary>
/// The running time of fuzz tests: a few seconds, or the value of the environment variable <c>WITX_FUZZ_SECONDS</c>.
/// </summary>
internal static class FuzzBudget
{
    private static readonly string? s_seconds = Environment.GetEnvironmentVariable("WITX_FUZZ_SECONDS");

    /// <summary>True if the environment variable requests a long run.</summary>
    public static bool IsLong => s_seconds is not null;

    /// <summary>The running time of one test.</summary>
    public static TimeSpan Time => TimeSpan.FromSeconds(s_seconds is null ? 5 : int.Parse(s_seconds, CultureInfo.InvariantCulture));
}
