using System;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>WASI preview1, for one thread, and what other interfaces have in common with it. It keeps nothing: state is the thread's and the process's.</summary>
/// <remarks>A call is: log, look the descriptor up, hold the right against it, then one verb of the inode. Failures are in that order too.</remarks>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(WasiTypes))]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class Preview1(WasiThread thread, Personality personality)
{
    private readonly WasiProcess _process = thread.Process;
    private readonly DescriptorTable _descriptors = thread.Process.Descriptors;
    private readonly ILogger _log = thread.Process.Log;
    private readonly bool _debug = thread.Process.LogsDebug;
    private readonly bool _trace = thread.Process.LogsTrace;
    private readonly int _maxTransfer = thread.Process.Limits.MaxTransfer;
    private readonly bool _buffers = thread.Process.HasBufferedOutput;
    private readonly Errno _lostRight = personality == Personality.Wasix ? Errno.Acces : Errno.Notcapable;
    private readonly MountTreeDirectory? _root = personality == Personality.Wasix ? thread.Process.Root : null;

    /// <summary>What the interface has a name for: here all of preview1's, but not what WASIX's sockets have more.</summary>
    private protected virtual Rights KnownRights => (Rights)(((ulong)Rights.SockAccept << 1) - 1);

    /// <summary>The thread that calls.</summary>
    private protected WasiThread Caller => thread;

    private protected static Result<T, Errno> Answer<T>(Errno error, T value)
        where T : struct =>
        error == Errno.Success ? value : error;

    /// <summary>What preview1 calls a kind of file: it has no name for some that WASIX knows.</summary>
    private static Filetype Known(Filetype filetype) => filetype <= Filetype.SymbolicLink ? filetype : Filetype.Unknown;

    private static Filestat Known(in Filestat stat) => stat with { Filetype = Known(stat.Filetype) };

    /// <summary>A handle that another thread closed while this call was on its way to the host: the descriptor is no more.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    partial void OnException(Exception exception, ref Errno answer, ref bool handled) =>
        (answer, handled) = (Errno.Badf, exception is ObjectDisposedException);

    private protected Errno Find(Fd fd, Rights rights, out Descriptor descriptor)
    {
        if (!_descriptors.TryGet(fd, out Descriptor? found))
        {
            descriptor = null!;
            return Errno.Badf;
        }

        descriptor = found;
        return found.Allows(rights) ? Errno.Success : _lostRight;
    }

    /// <summary>Finds the directory that a path starts in.</summary>
    private protected Errno FindDirectory(Fd fd, Rights rights, out Descriptor descriptor, out PathBase start)
    {
        Errno error = Find(fd, rights, out descriptor);
        start = error != Errno.Badf && descriptor.File.Inode is DirectoryInode directory
            ? new PathBase(directory, descriptor.File.Mount, _root)
            : default;
        return error != Errno.Badf && start.Directory is null ? Errno.Notdir : error;
    }

    /// <summary>Hands on what is held back of standard output and error, where it is: before the guest waits or lets go of them.</summary>
    private protected void FlushOutput()
    {
        if (_buffers)
        {
            _process.FlushOutput(thread.Waiter);
        }
    }

    /// <summary>Takes a path out of the guest's reach.</summary>
    private protected static Errno Copy(GuestString path, Span<byte> room, out ReadOnlySpan<byte> copy)
    {
        bool fits = path.Length <= room.Length;
        copy = fits ? path.CopyTo(room) : default;
        return fits ? Errno.Success : Errno.Nametoolong;
    }

    /// <summary>Like <see cref="Copy(GuestString, Span{byte}, out ReadOnlySpan{byte})"/>. Below the root, a path that says so starts in the current directory.</summary>
    private Errno Copy(GuestString path, Span<byte> room, PathBase start, out ReadOnlySpan<byte> copy)
    {
        Errno error = Copy(path, room, out copy);
        ReadOnlySpan<byte> here = _process.CurrentDirectory;
        if (error != Errno.Success || _root is null || start.Directory != _root || here.Length == 1 || !PathParser.StartsHere(copy))
        {
            return error;
        }

        // The dot of the path gives way to the current directory.
        int length = here.Length + copy.Length - 1;
        if (length > room.Length)
        {
            return Errno.Nametoolong;
        }

        room[1..copy.Length].CopyTo(room[here.Length..]);
        here.CopyTo(room);
        copy = room[..length];
        return Errno.Success;
    }
}
