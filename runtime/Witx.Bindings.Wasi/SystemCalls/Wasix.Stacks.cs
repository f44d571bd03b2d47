using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Checkpoints of the stack.</content>
internal partial class Wasix
{
    /// <remarks>Not below a call of the host into the guest: the host's own frames cannot be left and come back to.</remarks>
    public partial Result<ulong, Errno> StackCheckpoint(ref GuestCall call, GuestPointer<StackSnapshot> snapshot)
    {
        ulong value = 0;
        Errno error = Caller.StackCheckpoints is { } checkpoints && !Caller.IsNested
            ? checkpoints.Take(ref call, snapshot.Address, out value)
            : Errno.Notsup;
        return Answer(error, value);
    }

    public partial void StackRestore(GuestRef<StackSnapshot> snapshot, ulong val) => throw (Caller.StackCheckpoints?.Find(snapshot.Read()) is { } checkpoint
        ? new StackRestoreException(checkpoint, val)
        : new WitxTrapException("there is no such checkpoint of the stack"));
}
