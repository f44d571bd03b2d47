namespace Benchmarks.Scenarios;

/// <summary>A call that is measured and compared.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Call">The exported guest function that makes the call in a loop.</param>
/// <param name="Setup">The guest and its options.</param>
/// <param name="Budget">The highest allowed cost, or null for none.</param>
internal sealed record Scenario(string Name, string Call, Setup Setup, Budget? Budget = null);

/// <summary>The guest of a scenario and its options.</summary>
internal enum Setup
{
    /// <summary>The calls of <c>calls.wat</c>.</summary>
    Calls,

    /// <summary>A directory, and standard output to <c>/dev/null</c>.</summary>
    Files,

    /// <summary><see cref="Files"/> with a second mount below the directory.</summary>
    Mounts,

    /// <summary><see cref="Files"/> with a file policy that allows everything.</summary>
    Policy,

    /// <summary>Standard output to a .NET stream.</summary>
    Stream,

    /// <summary>Standard output to a text writer or a callback.</summary>
    Callback,

    /// <summary>A connection to <see cref="Implementations.EchoServer"/>.</summary>
    Socket,

    /// <summary>An interceptor that counts calls.</summary>
    Metered,

    /// <summary>A logger that discards every message.</summary>
    Logged,

    /// <summary>An engine whose guests can be interrupted while they compute.</summary>
    Interruptible,

    /// <summary>The complete run of a guest that does nothing.</summary>
    Start,

    /// <summary><see cref="Start"/> with pooled instance memory.</summary>
    Pooled,

    /// <summary>The complete run of a guest that writes to a copy of a tree in memory.</summary>
    Copy,

    /// <summary><see cref="Copy"/> with a view of a new snapshot instead of the copy.</summary>
    Snapshot,
}
