using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>One of the things that a guest waits for at once.</summary>
internal struct PollSubscription
{
    internal ulong Userdata;
    internal Eventtype Type;

    /// <summary>What keeps it from being waited for.</summary>
    internal Errno Error;

    /// <summary>Of a descriptor.</summary>
    internal OpenFileDescription? File;

    /// <summary>Of a clock: when it is due, on the monotonic clock.</summary>
    internal ulong Deadline;
}
