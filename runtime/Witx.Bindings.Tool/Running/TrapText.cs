using System.Globalization;
using System.Text;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The text of a trap, with the guest's stack.</summary>
internal static class TrapText
{
    /// <summary>Formats a trap. That of a system call looks like the engine's own traps.</summary>
    public static string Format(WasiTrapException trap)
    {
        if (trap.Kind is not null)
        {
            return trap.Message;
        }

        StringBuilder text = new("error while executing at wasm backtrace:\n");
        for (int i = 0; i < trap.GuestFrames.Count; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"    {i}: {trap.GuestFrames[i]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nCaused by:\n    {trap.Message}").ToString();
    }
}
