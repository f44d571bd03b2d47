using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The function of the guest that a new thread calls.</summary>
/// <param name="Export">The name of the export.</param>
/// <param name="CreateArguments">Creates its arguments from the identifier of the thread.</param>
internal sealed record ThreadEntry(string Export, Func<uint, GuestValue[]> CreateArguments)
{
    /// <summary>The entry of the main thread of a command.</summary>
    internal static ThreadEntry Start { get; } = new("_start", static _ => []);
}
