using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Stack checkpoints: <c>stack_checkpoint</c>, <c>stack_restore</c>.</content>
internal partial class Wasix
{
    /// <remarks>
    /// Not supported inside a call from the host into the guest, because frames of the host cannot be unwound and rewound.
    /// </remarks>
    public partial Result<ulong, Errno> StackCheckpoint(ref GuestCall call, GuestPointer<StackSnapshot> snapshot)
    {
        ulong value = 0;
        Errno error = Caller.StackCheckpoints is { } checkpoints && !Caller.IsNested
            ? checkpoints.Take(ref call, snapshot.Address, out value)
            : Errno.Notsup;
        return ToResult(error, value);
    }

    public partial void StackRestore(GuestRef<StackSnapshot> snapshot, ulong val) =>
        throw (Caller.StackCheckpoints?.Find(snapshot.Read()) is { } checkpoint
            ? new StackRestoreException(checkpoint, val)
            : new WitxTrapException("The stack checkpoint does not exist or was removed.") { IsRaisedByGlue = true });
}
