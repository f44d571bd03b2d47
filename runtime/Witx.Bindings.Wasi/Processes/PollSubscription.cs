using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>One subscription of <c>poll_oneoff</c>: to a clock, or to a descriptor that becomes readable or writable.</summary>
internal struct PollSubscription
{
    internal ulong Userdata;
    internal Eventtype Type;

    /// <summary>The error of an invalid subscription, which is reported as its event.</summary>
    internal Errno Error;

    /// <summary>The open file of a descriptor subscription; null for a clock.</summary>
    internal OpenFileDescription? File;

    /// <summary>The deadline of a clock subscription, in nanoseconds of the monotonic clock.</summary>
    internal ulong Deadline;
}
