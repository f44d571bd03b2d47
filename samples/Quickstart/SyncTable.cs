using System;
using Witx.Bindings.Wasmtime;
using static Witx.Bindings.Wasi.WasiTypes;

namespace Quickstart;

/// <summary>Prints the result of <c>fd_sync</c> for each kind of inode.</summary>
internal static class SyncTable
{
    private static readonly (string Kind, int Descriptor)[] _kinds =
    [
        ("Root", 3),
        ("Dir", 4),
        ("Buffer", 5),
        ("Symlink", 6),
        ("Socket", 7),
        ("Pipe, to read", 8),
        ("Pipe, to write", 9),
        ("EventNotifications", 10),
        ("Epoll", 11),
    ];

    public static void Print(Guest guest, GuestNotes notes)
    {
        Print("fd_sync of", "errno", "what happened");
        guest.Invoke("sync_file", 0, 4);
        Print("File", notes, 0, $"; {notes.SizeBefore} bytes before, {notes.SizeAfter} after");
        for (int i = 0; i < _kinds.Length; i++)
        {
            guest.Invoke("sync", i + 1, _kinds[i].Descriptor);
            Print(_kinds[i].Kind, notes, i + 1);
        }
    }

    private static void Print(string kind, GuestNotes notes, int row, string sizes = "")
    {
        Errno errno = (Errno)notes.SyncErrno(row);
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
