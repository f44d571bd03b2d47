using System;
using System.Collections.Generic;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Path operations and their observable results, for random plans. Frequent operations appear twice.</summary>
internal static class ModelOperations
{
    public static readonly IReadOnlyList<(string Name, Func<GuestFiles, string, string, (Errno Error, object? Value)> Run)> All =
    [
        ("mkdir", static (guest, path, _) => (guest.CreateDirectory(path), null)),
        ("mkdir", static (guest, path, _) => (guest.CreateDirectory(path), null)),
        ("symlink", static (guest, path, target) => (guest.CreateLink(path, target), null)),
        ("symlink", static (guest, path, target) => (guest.CreateLink(path, target), null)),
        ("rename", static (guest, path, other) => (guest.Rename(path, other), null)),
        ("link", static (guest, path, other) => (guest.Link(path, other), null)),
        ("unlink", static (guest, path, _) => (guest.RemoveFile(path), null)),
        ("rmdir", static (guest, path, _) => (guest.RemoveDirectory(path), null)),
        ("stat", static (guest, path, _) => CreateResult(guest.Stat(path, out Filestat stat), stat)),
        ("lstat", static (guest, path, _) => CreateResult(guest.StatLink(path, out Filestat stat), stat)),
        ("readlink", static (guest, path, _) => (guest.ReadLink(path, out string target), target)),
        ("utimes", static (guest, path, _) => (guest.SetTimes(path, follow: true, new FileTimes(1, 1, Fstflags.Atim)), null)),
        ("lutimes", static (guest, path, _) => (guest.SetTimes(path, follow: false, new FileTimes(1, 1, Fstflags.Atim)), null)),
        ("open", static (guest, path, _) => Open(guest, path, HostOpen.Read)),
        ("open follow", static (guest, path, _) => Open(guest, path, HostOpen.Read | HostOpen.Follow)),
        ("open truncate", static (guest, path, _) => Open(guest, path, HostOpen.Write | HostOpen.Follow | HostOpen.Truncate)),
        ("create", static (guest, path, _) => Open(guest, path, HostOpen.Write | HostOpen.Create)),
        ("create follow", static (guest, path, _) => Open(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Follow)),
        ("write", static (guest, path, text) => (guest.WriteText(path, text), null)),
        ("create exclusive", static (guest, path, _) =>
            Open(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Exclusive | HostOpen.Follow)),
        ("open directory", static (guest, path, _) => Open(guest, path, HostOpen.Read | HostOpen.Directory)),
        ("open directory follow", static (guest, path, _) => Open(guest, path, HostOpen.Read | HostOpen.Directory | HostOpen.Follow)),
    ];

    private static (Errno, object?) CreateResult(Errno error, Filestat stat) => (error, error == Errno.Success ? stat : null);

    private static (Errno, object?) Open(GuestFiles guest, string path, HostOpen open)
    {
        Errno error = guest.Open(path, open, out OpenFileDescription? file);
        Filestat stat = default;
        if (error == Errno.Success)
        {
            stat = FileIO.MustStat(file!);
            file!.Release();
        }

        return CreateResult(error, stat);
    }
}
