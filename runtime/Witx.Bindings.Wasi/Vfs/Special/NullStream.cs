using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>A standard stream without contents, which most runs have: reads find the end, and written bytes are discarded.</summary>
/// <remarks>It has no state, so all processes share the same two.</remarks>
internal sealed class NullStream : StreamInode
{
    private static readonly Filestat s_stat = new(0, 0, Filetype.Unknown, 1, 0, 0, 0, 0);

    private NullStream(HostOpen mode)
        : base(s_stat, mode)
    {
    }

    /// <summary>The stream for reading.</summary>
    internal static NullStream Input { get; } = new(HostOpen.Read);

    /// <summary>The stream for writing.</summary>
    internal static NullStream Output { get; } = new(HostOpen.Write);

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
