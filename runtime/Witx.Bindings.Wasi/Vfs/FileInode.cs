using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Host;
using Witx.Bindings.Wasi.Vfs.Policies;

namespace Witx.Bindings.Wasi.Vfs;

/// <summary>
/// A file with offsets, created for each open. Without a handle, because its mount was revoked, a sync fails with <c>Errno.Inval</c>
/// (EINVAL) and other operations with <c>Errno.Stale</c> (ESTALE).
/// </summary>
internal sealed partial class FileInode : Inode
{
    private readonly bool _canRead;
    private readonly bool _canWrite;
    private readonly bool _isOnReadOnlyMount;
    private Filestat _stat;
    private DeferredStatFile? _deferred;
    private FileHandle? _handle;
    private ulong _size;

    /// <param name="handle">The contents, which the inode closes.</param>
    /// <param name="stat">The attributes at this moment.</param>
    /// <param name="mode">The access mode, and whether the mount is read-only.</param>
    internal FileInode(FileHandle handle, in Filestat stat, HostOpen mode)
        : this(handle, stat, mode, RightsTable.File(mode.HasFlag(HostOpen.Read), mode.HasFlag(HostOpen.Write)))
    {
    }

    /// <param name="handle">The contents, or null if the mount was revoked.</param>
    /// <param name="stat">The last known attributes.</param>
    /// <param name="mode">The access mode, and whether the mount is read-only.</param>
    /// <param name="rights">The rights of a descriptor for the file.</param>
    internal FileInode(FileHandle? handle, in Filestat stat, HostOpen mode, Rights rights)
    {
        (_handle, _stat, _size, _deferred) = (handle, stat, stat.Size, handle as DeferredStatFile);
        (_canRead, _canWrite) = (mode.HasFlag(HostOpen.Read), mode.HasFlag(HostOpen.Write));
        _isOnReadOnlyMount = mode.HasFlag(HostOpen.OnReadOnlyMount);
        Rights = rights;
    }

    /// <summary>
    /// The path by which the file was opened below a mount with a file policy, or null. Set before the inode has a descriptor.
    /// </summary>
    internal PolicyPath? PolicyPath { get; set; }

    /// <summary>True if <c>fstat</c> is deferred, so that the inode may turn out to be of another type.</summary>
    internal bool IsStatDeferred => Volatile.Read(ref _deferred) is not null;

    internal override Filetype Filetype => _stat.Filetype;

    internal override Rights Rights { get; }

    internal override Filestat FileStat => _stat with { Size = Volatile.Read(ref _size) };

    /// <summary>Calls a deferred <c>fstat</c>.</summary>
    /// <returns>The inode of the file type that it reports: this one for a regular file.</returns>
    internal Inode ResolveType() => Volatile.Read(ref _deferred)?.ResolveType(this) ?? this;

    /// <summary>Sets the attributes after a deferred <c>fstat</c> that reported a file.</summary>
    internal void SetDeferredStat(in Filestat stat)
    {
        _stat = stat;
        GrowTo(stat.Size);
        Volatile.Write(ref _deferred, null);
    }

    internal override Errno GetStat(out Filestat stat)
    {
        if (Volatile.Read(ref _deferred) is { } deferred)
        {
            return deferred.GetStat(this, out stat);
        }

        stat = default;
        return TryGetHandle(out FileHandle? handle) ? handle.GetStat(out stat) : Errno.Stale;
    }

    internal override Errno Sync(Waiter waiter) => TryGetHandle(out FileHandle? handle) ? UpdateSize(handle, handle.Sync()) : Errno.Inval;

    internal override Errno DataSync(Waiter waiter) =>
        TryGetHandle(out FileHandle? handle) ? UpdateSize(handle, handle.DataSync()) : Errno.Inval;

    internal override Errno Seek(OpenFileDescription file, long delta, Whence whence, out ulong offset)
    {
        offset = 0;
        if (!TryGetHandle(out FileHandle? handle))
        {
            return Errno.Stale;
        }

        Filestat stat = default;
        Errno error = whence == Whence.End ? handle.GetStat(out stat) : Errno.Success;
        return error == Errno.Success ? file.Seek(delta, whence, stat.Size, out offset) : error;
    }

    internal override Errno Tell(OpenFileDescription file, out ulong offset)
    {
        offset = file.Offset;
        return Errno.Success;
    }

    internal override Errno SetSize(ulong size, Waiter waiter)
    {
        if (!_canWrite || size > long.MaxValue)
        {
            return Errno.Inval;
        }

        Errno error = TryGetHandle(out FileHandle? handle) ? handle.CopyUp(size, waiter) : Errno.Stale;
        error = error == Errno.Success ? handle!.SetSize(size) : error;
        if (error == Errno.Success)
        {
            Volatile.Write(ref _size, size);
        }

        return error;
    }

    internal override Errno Allocate(ulong offset, ulong length, Waiter waiter)
    {
        Errno error = !_canWrite ? Errno.Badf : CheckAllocation(offset, length);
        if (error != Errno.Success)
        {
            return error;
        }

        error = TryGetHandle(out FileHandle? handle) ? handle.CopyUp(ulong.MaxValue, waiter) : Errno.Stale;
        error = error == Errno.Success ? handle!.Allocate(offset, length) : error;
        if (error == Errno.Success)
        {
            GrowTo(offset + length);
        }

        return error;
    }

    /// <summary>Checks the range of <c>fd_allocate</c> (<c>fallocate(2)</c>).</summary>
    /// <returns><c>Errno.Inval</c> (EINVAL) if it is empty or negative, <c>Errno.Fbig</c> (EFBIG) if its end does not fit.</returns>
    internal static Errno CheckAllocation(ulong offset, ulong length) =>
        length is 0 or > long.MaxValue || offset > long.MaxValue ? Errno.Inval
        : length > long.MaxValue - offset ? Errno.Fbig
        : Errno.Success;

    internal override Errno Advise(ulong offset, ulong length, Advice advice) =>
        offset > long.MaxValue || length > long.MaxValue ? Errno.Inval
        : TryGetHandle(out FileHandle? handle) ? handle.Advise(offset, length, advice)
        : Errno.Stale;

    internal override Errno SetTimes(FileTimes times) =>
        PolicyPath?.Check(WasiFileAccess.SetTimes) is { } denial and not Errno.Success ? denial
        : _isOnReadOnlyMount ? Errno.Perm
        : TryGetHandle(out FileHandle? handle) ? handle.SetTimes(times) : Errno.Stale;

    internal override Readiness Poll(OpenFileDescription file, PollEvents interest, Waiter waiter)
    {
        if (!TryGetHandle(out FileHandle? handle))
        {
            return new(interest | PollEvents.Error);
        }

        _ = handle.GetStat(out Filestat stat);
        return new(interest, interest.HasFlag(PollEvents.Readable) ? stat.Size - Math.Min(stat.Size, file.Offset) : 0);
    }

    internal override Inode Revoke()
    {
        Interlocked.Exchange(ref _handle, null)?.Dispose();
        return this;
    }

    internal override void Close() => _handle?.Dispose();

    /// <summary>Sets the known size to the current one after a successful sync.</summary>
    private Errno UpdateSize(FileHandle handle, Errno error)
    {
        if (error == Errno.Success && (error = handle.GetStat(out Filestat stat)) == Errno.Success)
        {
            Volatile.Write(ref _size, stat.Size);
        }

        return error;
    }

    /// <summary>
    /// Calls a deferred <c>fstat</c> after an error that a regular file does not return. True if the file type is another one.
    /// </summary>
    private bool HasOtherType(Errno error, [NotNullWhen(true)] out Inode? other)
    {
        other = error is Errno.Spipe or Errno.Again or Errno.Isdir && IsStatDeferred ? ResolveType() : null;
        return other is not null && other != this;
    }

    private bool TryGetHandle([NotNullWhen(true)] out FileHandle? handle) => (handle = Volatile.Read(ref _handle)) is not null;

    /// <summary>Raises the known size to <paramref name="end"/> if it is smaller. Other threads may do the same.</summary>
    private void GrowTo(ulong end)
    {
        for (ulong size = Volatile.Read(ref _size); size < end;)
        {
            ulong found = Interlocked.CompareExchange(ref _size, end, size);
            if (found == size)
            {
                return;
            }

            size = found;
        }
    }
}
