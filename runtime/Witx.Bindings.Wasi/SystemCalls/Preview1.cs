using System;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>The system calls of WASI preview1 for one thread, and the base class of the other interfaces.</summary>
/// <remarks>
/// All state is in the thread and the process. A call logs, looks up the descriptor, checks the right, and calls one operation of the
/// inode. Errors take precedence in this order.
/// </remarks>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(WasiTypes))]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class Preview1(WasiThread thread, Personality personality)
{
    private readonly int _maxTransfer = thread.Process.Limits.MaxTransfer;
    private readonly bool _buffers = thread.Process.HasBufferedOutput;
    private readonly Errno _lostRight = personality == Personality.Wasix ? Errno.Acces : Errno.Notcapable;
    private readonly MountTreeDirectory? _root = personality == Personality.Wasix ? thread.Process.Root : null;

    /// <summary>The rights that the interface defines. Preview1 lacks the rights that WASIX adds for sockets.</summary>
    private protected virtual Rights KnownRights => (Rights)(((ulong)Rights.SockAccept << 1) - 1);

    /// <summary>
    /// The log of calls at debug level, or null if it is off. A call then costs one comparison, and evaluates no argument.
    /// </summary>
    private protected ILogger? DebugLog { get; } = thread.Process.DebugLog;

    /// <summary>The log of calls at trace level, or null if it is off.</summary>
    private protected ILogger? TraceLog { get; } = thread.Process.TraceLog;

    /// <summary>The calling thread.</summary>
    private protected WasiThread Caller => thread;

    /// <summary>The process of the calling thread. It changes while the thread runs a copy of the process (<c>vfork</c>).</summary>
    private protected WasiProcess Process => thread.Process;

    /// <summary>The descriptors of <see cref="Process"/>.</summary>
    private protected DescriptorTable Descriptors => thread.Descriptors;

    private protected static Result<T, Errno> ToResult<T>(Errno error, T value)
        where T : struct =>
        error == Errno.Success ? value : error;

    /// <summary>Converts a file type that only WASIX defines to <c>unknown</c>.</summary>
    private static Filetype HideWasixFiletype(Filetype filetype) => filetype <= Filetype.SymbolicLink ? filetype : Filetype.Unknown;

    private static Filestat HideWasixFiletype(in Filestat stat) => stat with { Filetype = HideWasixFiletype(stat.Filetype) };

    /// <summary>Returns <c>Errno.Badf</c> if another thread closed the handle during the call.</summary>
    /// <remarks>The classes of all other interfaces inherit it.</remarks>
    [SuppressMessage("Performance", "CA1822", Justification = "Generated code calls it on an instance.")]
    private protected void OnException(Exception exception, ref Errno answer, ref bool handled) =>
        (answer, handled) = (Errno.Badf, exception is ObjectDisposedException);

    /// <summary>Finds a descriptor and checks its rights.</summary>
    /// <returns>
    /// <c>Errno.Badf</c> if the descriptor is not open; <c>Errno.Notcapable</c>, or <c>Errno.Acces</c> for WASIX, if it lacks a right.
    /// </returns>
    private protected Errno Find(Fd fd, Rights rights, out Descriptor descriptor)
    {
        if (!Descriptors.TryGet(fd, out Descriptor? found))
        {
            descriptor = null!;
            return Errno.Badf;
        }

        descriptor = found;
        return found.Allows(rights) ? Errno.Success : _lostRight;
    }

    /// <summary>Finds the directory descriptor that a path is relative to.</summary>
    private protected Errno FindDirectory(Fd fd, Rights rights, out Descriptor descriptor, out PathBase start)
    {
        Errno error = Find(fd, rights, out descriptor);
        start = error != Errno.Badf && descriptor.File.Inode is DirectoryInode directory
            ? new PathBase(directory, descriptor.File.Mount, _root)
            : default;
        return error != Errno.Badf && start.Directory is null ? Errno.Notdir : error;
    }

    /// <summary>
    /// Flushes standard output and standard error if they are buffered. Called before the guest waits or closes a descriptor.
    /// </summary>
    private protected void FlushOutput()
    {
        if (_buffers)
        {
            Process.FlushOutput(thread.Waiter);
        }
    }

    /// <summary>Copies a path out of the guest's memory, where other threads of the guest could change it.</summary>
    /// <returns><c>Errno.Nametoolong</c> if the path does not fit.</returns>
    private protected static Errno Copy(GuestString path, Span<byte> buffer, out ReadOnlySpan<byte> copy)
    {
        bool fits = path.Length <= buffer.Length;
        copy = fits ? path.CopyTo(buffer) : default;
        return fits ? Errno.Success : Errno.Nametoolong;
    }

    /// <summary>
    /// Copies a path. A path that starts with <c>.</c> and is relative to the root gets the current directory as prefix (WASIX).
    /// </summary>
    private Errno Copy(GuestString path, Span<byte> buffer, PathBase start, out ReadOnlySpan<byte> copy)
    {
        Errno error = Copy(path, buffer, out copy);
        ReadOnlySpan<byte> currentDirectory = Process.WorkingDirectory.Path;
        bool isBelowRoot = _root is not null && start.Directory == _root;
        if (error != Errno.Success || !isBelowRoot || currentDirectory.Length == 1 || !PathParser.StartsHere(copy))
        {
            return error;
        }

        // Replace the leading '.' by the current directory.
        int length = currentDirectory.Length + copy.Length - 1;
        if (length > buffer.Length)
        {
            return Errno.Nametoolong;
        }

        buffer[1..copy.Length].CopyTo(buffer[currentDirectory.Length..]);
        currentDirectory.CopyTo(buffer);
        copy = buffer[..length];
        return Errno.Success;
    }
}
