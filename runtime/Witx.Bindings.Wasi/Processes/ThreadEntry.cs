using System;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The function of the guest that a new thread calls.</summary>
/// <param name="Export">The name of the export.</param>
/// <param name="CreateArguments">Creates its arguments from the identifier of the thread.</param>
internal sealed record ThreadEntry(string Export, Func<uint, GuestValue[]> CreateArguments)
{
    /// <summary>
    /// The stack of the thread in linear memory: its lower and its upper end. Null for that of the main thread, or if it is unknown.
    /// </summary>
    internal (uint Bottom, uint Top)? Stack { get; init; }

    /// <summary>The entry of the main thread of a command.</summary>
    internal static ThreadEntry Start { get; } = new("_start", static _ => []);
}
