using System.IO;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>Where the command itself writes to, and what a guest takes for its standard streams.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">What is wrong, and what is going on.</param>
internal sealed record ToolContext(TextWriter Out, TextWriter Error)
{
    /// <summary>Whether someone looks at <see cref="Error"/> while it is written.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether compiled programs are kept for the next time in the user's cache.</summary>
    public bool CachesPrograms { get; init; }

    public WasiInput GuestInput { get; init; } = WasiInput.Inherit;

    public WasiOutput GuestOutput { get; init; } = WasiOutput.InheritOutput;

    public WasiOutput GuestError { get; init; } = WasiOutput.InheritError;

    /// <summary>What a guest of WASIX can ask about, and change while it runs; null is none.</summary>
    public WasiTerminal? GuestTerminal { get; init; }
}
