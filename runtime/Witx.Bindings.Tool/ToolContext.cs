using System.IO;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The environment of the command: its own output and the standard streams of guests. Tests replace it.</summary>
/// <param name="Out">The writer for results.</param>
/// <param name="Error">The writer for errors, traces and progress.</param>
internal sealed record ToolContext(TextWriter Out, TextWriter Error)
{
    /// <summary>True to show progress on <see cref="Error"/>, because it is a terminal.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>True to keep compiled programs in the user's cache directory.</summary>
    public bool CacheCompiledPrograms { get; init; }

    /// <summary>The directory of compiled programs; null for the one in the user's cache directory.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>The colors of text on <see cref="Error"/>.</summary>
    public TerminalStyle ErrorStyle { get; init; } = TerminalStyle.Plain;

    /// <summary>The standard input of guests.</summary>
    public WasiInput GuestInput { get; init; } = WasiInput.Inherit;

    /// <summary>The standard output of guests.</summary>
    public WasiOutput GuestOutput { get; init; } = WasiOutput.InheritOutput;

    /// <summary>The standard error of guests.</summary>
    public WasiOutput GuestError { get; init; } = WasiOutput.InheritError;

    /// <summary>The terminal whose settings WASIX guests can read and change; null for none.</summary>
    public WasiTerminal? GuestTerminal { get; init; }

    /// <summary>Writes a warning.</summary>
    public void WriteWarning(string message) => Error.WriteLine($"{ErrorStyle.Warning("witx: warning:")} {message}");

    /// <summary>Writes an error of the command.</summary>
    public void WriteError(string message) => Error.WriteLine($"{ErrorStyle.Error("witx:")} {message}");
}
