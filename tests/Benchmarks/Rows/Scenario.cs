namespace Benchmarks.Rows;

/// <summary>A call whose price is compared.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Call">The guests' function that makes it again and again.</param>
/// <param name="Scene">What the guest is given.</param>
/// <param name="Bound">What it may cost; null where there is nothing to hold it to.</param>
internal sealed record Scenario(string Name, string Call, Scene Scene, Budget? Bound = null);

/// <summary>What a row's guest is given, and which guest it is.</summary>
internal enum Scene
{
    /// <summary>The calls of <c>calls.wat</c>.</summary>
    Calls,

    /// <summary>A directory, and output that goes nowhere by the host's own device.</summary>
    Files,

    /// <summary>The same with a second mount below the directory.</summary>
    Mounts,

    /// <summary>Output to a stream of .NET.</summary>
    Stream,

    /// <summary>Output to a method.</summary>
    Callback,

    /// <summary>A connection to an echo.</summary>
    Socket,

    /// <summary>An interceptor that counts calls.</summary>
    Metered,

    /// <summary>A log that takes every message, and forgets it.</summary>
    Logged,

    /// <summary>An engine whose guests can be stopped while they compute.</summary>
    Interruptible,

    /// <summary>A guest that does nothing, from its start to its end.</summary>
    Start,

    /// <summary>The same in memory out of a pool.</summary>
    Pooled,
}
