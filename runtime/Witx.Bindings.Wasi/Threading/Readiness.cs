using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>The operations of an inode that would not block now.</summary>
/// <param name="Events">The requested events that are ready. Errors and hang-ups are always included.</param>
/// <param name="Bytes">The number of bytes that can be read or written, 0 if it is unknown.</param>
internal readonly record struct Readiness(PollEvents Events, ulong Bytes = 0)
{
    /// <summary>True if at least one event is ready.</summary>
    internal bool IsReady => Events != PollEvents.None;
}
