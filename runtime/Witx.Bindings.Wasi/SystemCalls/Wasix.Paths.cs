using System;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>The current directory, and <c>path_open2</c>.</content>
internal partial class Wasix
{
    public partial Errno Getcwd(GuestRef<byte> path, GuestRef<ulong> pathLen)
    {
        ReadOnlySpan<byte> directory = Process.WorkingDirectory.Path;
        ulong capacity = pathLen.Read();
        DebugLog?.Getcwd(PrintableText.From(directory), capacity);
        if (capacity < (ulong)directory.Length)
        {
            pathLen.Write((ulong)directory.Length);
            return Errno.Range;
        }

        directory.CopyTo(path.AsList((ulong)directory.Length).Span);
        pathLen.Write((ulong)directory.Length);
        return Errno.Success;
    }

    public partial Errno Chdir(GuestString path)
    {
        Errno error = Copy(path, Caller.Path, out ReadOnlySpan<byte> name);
        DebugLog?.Chdir(PrintableText.From(name));
        return error == Errno.Success ? Process.WorkingDirectory.Change(name) : error;
    }

    public partial Result<Fd, Errno> PathOpen2(
        Fd fd,
        Lookupflags dirflags,
        GuestString path,
        Oflags oflags,
        Rights fsRightsBase,
        Rights fsRightsInheriting,
        Fdflags fdflags,
        Fdflagsext fdflagsext) =>
        PathOpen(fd, dirflags, path, oflags, fsRightsBase, fdflags, fdflagsext.HasFlag(Fdflagsext.Cloexec));
}
