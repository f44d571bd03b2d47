using System;
using Witx.Bindings.Wasmtime;
using static Witx.Bindings.Wasi.WasiTypes;

namespace Quickstart;

/// <summary>Prints the result of <c>fd_sync</c> for each kind of inode.</summary>
internal static class SyncTable
{
    private const int Scratch = 4;

    private static readonly (string Kind, int Descriptor)[] s_kinds =
    [
        ("Root", 3),
        ("Dir", Scratch),
        ("Buffer", 5),
        ("Symlink", 6),
        ("Socket", 7),
        ("Pipe, to read", 8),
        ("Pipe, to write", 9),
        ("EventNotifications", 10),
        ("Epoll", 11),
    ];

    public static void Print(Guest guest)
    {
        Print("fd_sync of", "errno", "what happened");
        int file = guest.Invoke("create", Scratch).Int32;
        long before = guest.Invoke("size", file).Int64;
        guest.Invoke("write", file);
        Print(guest, "File", file, $"; {before} bytes before, {guest.Invoke("size", file).Int64} after");
        foreach ((string kind, int descriptor) in s_kinds)
        {
            Print(guest, kind, descriptor);
        }
    }

    private static void Print(Guest guest, string kind, int descriptor, string sizes = "")
    {
        Errno errno = (Errno)guest.Invoke("sync", descriptor).Int32;
        string happened = errno switch
        {
            Errno.Success => "all of it is on the disk",
            Errno.Isdir => "a directory has no bytes of its own to bring to the disk",
            Errno.Inval => "a kind that no disk holds",
            _ => "it failed",
        };
        Print(kind, errno.ToString(), happened + sizes);
    }

    private static void Print(string kind, string errno, string happened) => Console.WriteLine($"{kind,-20}{errno,-9}{happened}");
}
