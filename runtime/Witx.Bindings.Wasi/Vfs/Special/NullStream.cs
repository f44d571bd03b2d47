using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>A standard stream without contents, which most runs have: reads find the end, and written bytes are discarded.</summary>
/// <param name="mode">The access mode.</param>
internal sealed class NullStream(HostOpen mode) : StreamInode(s_stat, mode)
{
    private static readonly Filestat s_stat = new(0, 0, Filetype.Unknown, 1, 0, 0, 0, 0);

    internal override Errno GetStat(out Filestat stat)
    {
        stat = s_stat;
        return Errno.Success;
    }

    internal override Errno Sync(Waiter waiter) => Errno.Success;

    internal override Errno DataSync(Waiter waiter) => Errno.Success;

    internal override Errno Read(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = 0;
        return CanRead ? Errno.Success : base.Read(file, vectors, waiter, out count);
    }

    internal override Errno Write(OpenFileDescription file, in IoVectors vectors, Waiter waiter, out uint count)
    {
        count = (uint)vectors.Length;
        return CanWrite ? Errno.Success : base.Write(file, vectors, waiter, out count);
    }
}
