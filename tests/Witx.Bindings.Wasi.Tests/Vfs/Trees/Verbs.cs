using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Every way in which a path is used.</summary>
internal static class Verbs
{
    public static readonly IReadOnlyList<(string Name, Func<GuestFiles, string, Errno> Verb)> All =
    [
        ("open to read", static (guest, path) => guest.TryOpen(path, HostOpen.Read)),
        ("open to read, following", static (guest, path) => guest.TryOpen(path, HostOpen.Read | HostOpen.Follow)),
        ("open to write", static (guest, path) => guest.TryOpen(path, HostOpen.Write)),
        ("open to write, following", static (guest, path) => guest.TryOpen(path, HostOpen.Write | HostOpen.Follow)),
        ("open to create", static (guest, path) => Anew(guest, path, HostOpen.Write | HostOpen.Create)),
        ("open to create, following", static (guest, path) => Anew(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Follow)),
        ("open to create anew", static (guest, path) => Anew(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Exclusive)),
        ("open to create anew, following", static (guest, path) =>
            Anew(guest, path, HostOpen.Write | HostOpen.Create | HostOpen.Exclusive | HostOpen.Follow)),
        ("open to cut", static (guest, path) => guest.TryOpen(path, HostOpen.Truncate)),
        ("open to cut, following", static (guest, path) => guest.TryOpen(path, HostOpen.Truncate | HostOpen.Follow)),
        ("open a directory", static (guest, path) => guest.TryOpen(path, HostOpen.Read | HostOpen.Directory)),
        ("open a directory, following", static (guest, path) => guest.TryOpen(path, HostOpen.Read | HostOpen.Directory | HostOpen.Follow)),
        ("stat", static (guest, path) => guest.Stat(path, out _)),
        ("stat a link", static (guest, path) => guest.StatLink(path, out _)),
        ("set times", static (guest, path) => guest.SetTimes(path, follow: true, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim))),
        ("set a link's times", static (guest, path) => guest.SetTimes(path, follow: false, new FileTimes(1, 1, Fstflags.Atim | Fstflags.Mtim))),
        ("read a link", static (guest, path) => guest.ReadLink(path, out _)),
        ("create a directory", static (guest, path) => guest.CreateDirectory(path)),
        ("create a link", static (guest, path) => guest.CreateLink(path, "target")),
        ("remove a directory", static (guest, path) => guest.RemoveDirectory(path)),
        ("remove a file", static (guest, path) => guest.RemoveFile(path)),
        ("link from", static (guest, path) => Beside(guest, static (guest, path, file) => guest.Link(path, "linked"), path)),
        ("link to", static (guest, path) => Beside(guest, static (guest, path, file) => guest.Link(file, path), path)),
        ("rename from", static (guest, path) => Beside(guest, static (guest, path, file) => guest.Rename(path, "renamed"), path)),
        ("rename to", static (guest, path) => Beside(guest, static (guest, path, file) => guest.Rename(file, path), path)),
    ];

    /// <summary>Those that a tree has.</summary>
    public static IEnumerable<(string Name, Func<GuestFiles, string, Errno> Verb)> Of(FileTree tree) =>
        All.Where(verb => tree.HasLinks || !verb.Name.StartsWith("link", StringComparison.Ordinal));

    /// <summary>Whether a verb is about what a link in last place leads to.</summary>
    public static bool Follows(string name) => name.EndsWith("following", StringComparison.Ordinal) || name is "stat" or "set times";

    /// <summary>What was not there is gone again.</summary>
    private static Errno Anew(GuestFiles guest, string path, HostOpen open)
    {
        bool existed = guest.StatLink(path, out _) == Errno.Success;
        Errno error = guest.TryOpen(path, open);
        if (error == Errno.Success && !existed)
        {
            guest.RemoveFile(path);
        }

        return error;
    }

    private static Errno Beside(GuestFiles guest, Func<GuestFiles, string, string, Errno> verb, string path)
    {
        Errno made = guest.WriteText("beside", "beside");
        Errno error = verb(guest, path, made == Errno.Success ? "beside" : "x");
        guest.RemoveFile("beside");
        return error;
    }
}
