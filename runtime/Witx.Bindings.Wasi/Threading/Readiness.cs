using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Threading;

/// <summary>What can be done with an inode now, without waiting.</summary>
/// <param name="Events">Of what was asked for, what is ready; errors and hang-ups whether asked for or not.</param>
/// <param name="Bytes">How much can be read or written, as far as it is known.</param>
internal readonly record struct Readiness(PollEvents Events, ulong Bytes = 0)
{
    internal bool IsReady => Events != PollEvents.None;
}
