using System.Globalization;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The text of <c>--stats</c>: the resources that a run used.</summary>
internal static class ResultText
{
    /// <summary>Formats a result as one line.</summary>
    public static string Format(WasiResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"witx: elapsed {result.Elapsed.TotalMilliseconds:F1} ms, processor {result.ProcessorTime?.TotalMilliseconds:F1} ms, "
        + $"memory {result.PeakMemory >> 10} KiB, read {result.BytesRead} B, wrote {result.BytesWritten} B, calls {result.Calls}, "
        + $"instructions {result.Fuel}");
}
