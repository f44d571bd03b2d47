using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A snapshot of everything below a directory, by path. Symbolic links are not followed.</summary>
internal sealed class DirectoryDump
{
    private readonly SortedDictionary<string, (Filestat Stat, string Content)> _entries = new(StringComparer.Ordinal);

    public DirectoryDump(GuestFiles guest) => Add(guest, ".");

    /// <summary>The type and content of each entry, and which paths are the same file: everything but times and inode numbers.</summary>
    public string Shape => string.Join(
        '\n', _entries.Select(entry => $"{entry.Key} {entry.Value.Stat.Filetype} = {NameOf(entry.Value.Stat)}: {entry.Value.Content}"));

    /// <summary><see cref="Shape"/> with modification times, change times and link counts.</summary>
    public string WithTimes =>
        Shape + string.Join('\n', _entries.Values.Select(static entry => $"{entry.Stat.Mtim} {entry.Stat.Ctim} {entry.Stat.Nlink}"));

    /// <summary>Gets the first path of a file, which identifies it in every tree of the same shape, or "nowhere".</summary>
    public string NameOf(Filestat stat) =>
        _entries.FirstOrDefault(entry => (entry.Value.Stat.Dev, entry.Value.Stat.Ino) == (stat.Dev, stat.Ino)).Key ?? "nowhere";

    private void Add(GuestFiles guest, string path)
    {
        Filestat stat = guest.MustStat(path);
        string content = "";
        switch (stat.Filetype)
        {
            case Filetype.RegularFile:
                content = guest.MustReadText(path);
                break;
            case Filetype.SymbolicLink:
                Assert.Equal(Errno.Success, guest.ReadLink(path, out content));
                break;
            default:
                foreach (string name in guest.List(path))
                {
                    Add(guest, $"{path}/{name}");
                }

                break;
        }

        _entries[path] = (stat, content);
    }
}
