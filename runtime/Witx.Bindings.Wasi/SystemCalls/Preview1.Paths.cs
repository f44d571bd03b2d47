using System;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Operations on paths: <c>path_*</c>.</content>
internal partial class Preview1
{

    public partial Errno PathCreateDirectory(Fd fd, GuestString path)
    {
        Errno error = FindPath(fd, Rights.PathCreateDirectory, path, out PathBase start, out ReadOnlySpan<byte> name);
        TraceLog?.PathCreateDirectory(fd.Value, PrintableText.From(name));
        return error == Errno.Success ? PathOperations.CreateDirectory(start, name) : error;
    }

    public partial Result<Filestat, Errno> PathFilestatGet(Fd fd, Lookupflags flags, GuestString path)
    {
        Errno error = FindPath(fd, Rights.PathFilestatGet, path, out PathBase start, out ReadOnlySpan<byte> name);
        TraceLog?.PathFilestatGet(fd.Value, PrintableText.From(name));
        Filestat stat = default;
        error = error == Errno.Success ? PathOperations.GetStat(start, name, OpenRequest.Follows(flags), out stat) : error;
        return ToResult(error, HideWasixFiletype(stat));
    }

    public partial Errno PathFilestatSetTimes(Fd fd, Lookupflags flags, GuestString path, ulong atim, ulong mtim, Fstflags fstFlags)
    {
        Errno error = FindPath(fd, Rights.PathFilestatSetTimes, path, out PathBase start, out ReadOnlySpan<byte> name);
        DebugLog?.PathFilestatSetTimes(fd.Value, PrintableText.From(name), atim, mtim);
        return error != Errno.Success ? error
            : !AreConsistent(fstFlags) ? Errno.Inval
            : PathOperations.SetTimes(start, name, OpenRequest.Follows(flags), new(atim, mtim, fstFlags));
    }

    public partial Errno PathLink(Fd oldFd, Lookupflags oldFlags, GuestString oldPath, Fd newFd, GuestString newPath)
    {
        Errno error = FindPath(oldFd, Rights.PathLinkSource, oldPath, out PathBase start, out ReadOnlySpan<byte> name);
        Errno newError = FindNewPath(newFd, Rights.PathLinkTarget, newPath, out PathBase newStart, out ReadOnlySpan<byte> newName);
        DebugLog?.PathLink(oldFd.Value, newFd.Value, PrintableText.From(name), PrintableText.From(newName));
        return error != Errno.Success ? error
            : newError != Errno.Success ? newError
            : OpenRequest.Follows(oldFlags) ? Errno.Inval
            : PathOperations.Link(start, name, newStart, newName);
    }

    public partial Result<Fd, Errno> PathOpen(
        Fd fd, Lookupflags dirflags, GuestString path, Oflags oflags, Rights fsRightsBase, Rights fsRightsInheriting, Fdflags fdflags) =>
        PathOpen(fd, dirflags, path, oflags, fsRightsBase, fdflags, closeOnExec: false);

    private protected Result<Fd, Errno> PathOpen(
        Fd fd, Lookupflags dirflags, GuestString path, Oflags oflags, Rights rights, Fdflags fdflags, bool closeOnExec)
    {
        Fd opened = default;
        Errno error = FindDirectory(fd, OpenRequest.GetDirectoryRights(oflags), out Descriptor descriptor, out PathBase start);
        Errno malformed = Copy(path, thread.Path, start, out ReadOnlySpan<byte> name);
        error = error == Errno.Success ? malformed : error;
        if (error == Errno.Success)
        {
            error = Open(descriptor, start, name, dirflags, oflags, rights, fdflags, closeOnExec, out opened);
        }

        DebugLog?.PathOpen(fd.Value, PrintableText.From(name), OpenRequest.Follows(dirflags), opened.Value);
        return ToResult(error, opened);
    }

    public partial Result<ulong, Errno> PathReadlink(Fd fd, GuestString path, GuestRef<byte> buf, ulong bufLen)
    {
        Span<byte> buffer = GetBuffer(buf, bufLen);
        Errno error = FindPath(fd, Rights.PathReadlink, path, out PathBase start, out ReadOnlySpan<byte> name);
        DebugLog?.PathReadlink(fd.Value, PrintableText.From(name));
        int length = 0;
        error = error == Errno.Success ? PathOperations.ReadLink(start, name, buffer, out length) : error;
        return ToResult(error, (ulong)length);
    }

    public partial Errno PathRemoveDirectory(Fd fd, GuestString path)
    {
        Errno error = FindPath(fd, Rights.PathRemoveDirectory, path, out PathBase start, out ReadOnlySpan<byte> name);
        DebugLog?.PathRemoveDirectory(fd.Value, PrintableText.From(name));
        return error == Errno.Success ? PathOperations.RemoveDirectory(start, name) : error;
    }

    public partial Errno PathRename(Fd fd, GuestString oldPath, Fd newFd, GuestString newPath)
    {
        Errno error = FindPath(fd, Rights.PathRenameSource, oldPath, out PathBase start, out ReadOnlySpan<byte> name);
        Errno newError = FindNewPath(newFd, Rights.PathRenameTarget, newPath, out PathBase newStart, out ReadOnlySpan<byte> newName);
        DebugLog?.PathRename(fd.Value, newFd.Value, PrintableText.From(name), PrintableText.From(newName));
        return error != Errno.Success ? error
            : newError != Errno.Success ? newError
            : PathOperations.Rename(start, name, newStart, newName);
    }

    public partial Errno PathSymlink(GuestString oldPath, Fd fd, GuestString newPath)
    {
        Errno error = FindNewPath(fd, Rights.PathSymlink, newPath, out PathBase start, out ReadOnlySpan<byte> name);
        Errno malformed = Copy(oldPath, thread.Path, out ReadOnlySpan<byte> target);
        DebugLog?.PathSymlink(fd.Value, PrintableText.From(target), PrintableText.From(name));
        return error != Errno.Success ? error
            : malformed != Errno.Success ? malformed
            : PathOperations.CreateLink(start, name, target);
    }

    public partial Errno PathUnlinkFile(Fd fd, GuestString path)
    {
        Errno error = FindPath(fd, Rights.PathUnlinkFile, path, out PathBase start, out ReadOnlySpan<byte> name);
        DebugLog?.PathUnlinkFile(fd.Value, PrintableText.From(name));
        return error == Errno.Success ? PathOperations.RemoveFile(start, name) : error;
    }

    private Errno FindPath(Fd fd, Rights rights, GuestString path, out PathBase start, out ReadOnlySpan<byte> name)
    {
        Errno error = FindDirectory(fd, rights, out _, out start);
        Errno malformed = Copy(path, thread.Path, start, out name);
        return error == Errno.Success ? malformed : error;
    }

    private Errno FindNewPath(Fd fd, Rights rights, GuestString path, out PathBase start, out ReadOnlySpan<byte> name)
    {
        Errno error = FindDirectory(fd, rights, out _, out start);
        Errno malformed = Copy(path, thread.NewPath, start, out name);
        return error == Errno.Success ? malformed : error;
    }

    /// <summary>Opens a path below a directory.</summary>
    /// <remarks>The new descriptor gets all inheriting rights of the directory.</remarks>
    private Errno Open(
        Descriptor from,
        PathBase start,
        ReadOnlySpan<byte> name,
        Lookupflags lookup,
        Oflags how,
        Rights requested,
        Fdflags flags,
        bool closeOnExec,
        out Fd fd)
    {
        fd = default;
        if (!OpenRequest.IsAllowed(from, requested, flags))
        {
            return _lostRight;
        }

        if (!Descriptors.HasRoom)
        {
            return Errno.Mfile;
        }

        Errno error = OpenRequest.Open(from, start, name, lookup, how, requested, flags, out OpenFileDescription? file);
        if (error != Errno.Success)
        {
            return error;
        }

        Descriptor descriptor = new(file!, from.InheritingRights, from.InheritingRights) { CloseOnExec = closeOnExec };
        error = Descriptors.Insert(descriptor, out fd);
        if (error != Errno.Success)
        {
            file!.Release();
        }
        else if (file!.Mount?.IsRevoked == true)
        {
            file.Revoke();
        }

        return error;
    }
}
