using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Every operation that takes a path, by name.</summary>
internal static class PathOperationCases
{
    public static readonly IReadOnlyList<(string Name, Func<GuestFiles, string, Errno> Run)> All =
    [
        ("open to read", static (guest, path) => guest.OpenAndClose(path, HostOpen.Read)),
        ("open to read, following", static (guest, path) => guest.OpenAndClose(path, HostOpen.Read | HostOpen.Follow)),
        ("open to write", static (guest, path) => guest.OpenAndClose(path, HostOpen.Write)),
        ("open to write, following", static (guest, path) => guest.OpenAndClose(path, HostOpen.Write | HostOpen.Follow)),
        ("open to create", static (guest, path) => OpenAndRemove(guest, path, HostOpen.Write | HostOpen.Create)),
        ("open to create, following", static (guest, path) =>
            OpenAndRemove(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Follow)),
        ("open to create exclusively", static (guest, path) =>
            OpenAndRemove(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Exclusive)),
        ("open to create exclusively, following", static (guest, path) =>
            OpenAndRemove(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Exclusive | HostOpen.Follow)),
        ("open to truncate", static (guest, path) => guest.OpenAndClose(path, HostOpen.Truncate)),
        ("open to truncate, following", static (guest, path) => guest.OpenAndClose(path, HostOpen.Truncate | HostOpen.Follow)),
        ("open a directory", static (guest, path) => guest.OpenAndClose(path, HostOpen.Read | HostOpen.Directory)),
        ("open a directory, following", static (guest, path) =>
            guest.OpenAndClose(path, HostOpen.Read | HostOpen.Directory | HostOpen.Follow)),
        ("stat", static (guest, path) => guest.Stat(path, out _)),
        ("stat a link", static (guest, path) => guest.StatLink(path, out _)),
        ("set times", static (guest, path) => guest.SetTimes(path, follow: true, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim))),
        ("set a link's times", static (guest, path) =>
            guest.SetTimes(path, follow: false, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim))),
        ("read a link", static (guest, path) => guest.ReadLink(path, out _)),
        ("create a directory", static (guest, path) => guest.CreateDirectory(path)),
        ("create a link", static (guest, path) => guest.CreateLink(path, "target")),
        ("remove a directory", static (guest, path) => guest.RemoveDirectory(path)),
        ("remove a file", static (guest, path) => guest.RemoveFile(path)),
        ("link from", static (guest, path) => RunWithFile(guest, static (guest, path, file) => guest.Link(path, "linked"), path)),
        ("link to", static (guest, path) => RunWithFile(guest, static (guest, path, file) => guest.Link(file, path), path)),
        ("rename from", static (guest, path) => RunWithFile(guest, static (guest, path, file) => guest.Rename(path, "renamed"), path)),
        ("rename to", static (guest, path) => RunWithFile(guest, static (guest, path, file) => guest.Rename(file, path), path)),
    ];

    /// <summary>Gets the operations that a tree supports.</summary>
    public static IEnumerable<(string Name, Func<GuestFiles, string, Errno> Run)> SupportedBy(FileTree tree) =>
        All.Where(operation => tree.HasHardLinks || !operation.Name.StartsWith("link", StringComparison.Ordinal));

    /// <summary>Returns true if an operation follows a symbolic link in the last path component.</summary>
    public static bool FollowsLinks(string name) => name.EndsWith("following", StringComparison.Ordinal) || name is "stat" or "set times";

    /// <summary>Opens a path, and removes the file if this created it.</summary>
    private static Errno OpenAndRemove(GuestFiles guest, string path, HostOpen open)
    {
        bool existed = guest.StatLink(path, out _) == Errno.Success;
        Errno error = guest.OpenAndClose(path, open);
        if (error == Errno.Success && !existed)
        {
            guest.RemoveFile(path);
        }

        return error;
    }

    /// <summary>Runs an operation that takes a second path, which is an existing file where one can be created.</summary>
    private static Errno RunWithFile(GuestFiles guest, Func<GuestFiles, string, string, Errno> operation, string path)
    {
        Errno written = guest.WriteText("beside", "beside");
        Errno error = operation(guest, path, written == Errno.Success ? "beside" : "x");
        guest.RemoveFile("beside");
        return error;
    }
}
