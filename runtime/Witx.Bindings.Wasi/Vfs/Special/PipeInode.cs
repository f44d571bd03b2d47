using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>An end of a pipe inside the process, or an end of a pair of pipes in opposite directions (<c>socketpair</c>).</summary>
/// <param name="incoming">The pipe to read from, or null.</param>
/// <param name="outgoing">The pipe to write to, or null.</param>
internal sealed class PipeInode(Pipe? incoming, Pipe? outgoing) : Inode
{
    internal override Filetype Filetype => incoming is not null && outgoing is not null ? Filetype.SocketStream : Filetype.Unknown;

    internal override Rights Rights { get; } = RightsTable.Stream(incoming is not null, outgoing is not null);

    internal override Errno GetStat(out Filestat stat)
    {
        stat = FileStat with { Nlink = 1, Size = (ulong)(incoming?.Length ?? 0) };
        return Errno.Success;
    }

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (incoming is null)
        {
            return Errno.Badf;
        }

        Errno answer;
        while ((answer = incoming.TryRead(vectors, out count)) == Errno.Again && !file.IsNonblocking)
        {
            if ((answer = waiter.WaitUntilReady(file, PollEvents.Readable)) != Errno.Success)
            {
                return answer;
            }
        }

        return answer;
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        if (outgoing is null)
        {
            return Errno.Badf;
        }

        Errno answer;
        while ((answer = outgoing.TryWrite(vectors, out count)) == Errno.Again && !file.IsNonblocking)
        {
            if ((answer = waiter.WaitUntilReady(file, PollEvents.Writable)) != Errno.Success)
            {
                return answer;
            }
        }

        return answer;
    }

    internal override uint ReadinessGeneration => (incoming?.Changed.ChangeCount ?? 0) + (outgoing?.Changed.ChangeCount ?? 0);

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        PollEvents ready = PollEvents.None;
        ulong bytes = 0;
        if (incoming is not null)
        {
            waiter.Register(incoming.Changed);
            ready |= incoming.HasWriter ? 0 : PollEvents.HangUp;
            ready |= incoming.CanRead(out int length) ? interest & PollEvents.Readable : 0;
            bytes = (ulong)length;
        }

        if (outgoing is not null)
        {
            waiter.Register(outgoing.Changed);
            ready |= outgoing.CanWrite ? interest & PollEvents.Writable : 0;
            ready |= outgoing.HasReader ? 0 : PollEvents.Error;
        }

        return new(ready, bytes);
    }

    internal override void Close()
    {
        incoming?.CloseReader();
        outgoing?.CloseWriter();
    }
}
