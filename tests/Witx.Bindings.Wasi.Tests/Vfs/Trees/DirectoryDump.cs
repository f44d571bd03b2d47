using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>All that lies below a directory, by its path there, without a link followed.</summary>
internal sealed class DirectoryDump
{
    private readonly SortedDictionary<string, (Filestat Stat, string Content)> _entries = new(StringComparer.Ordinal);

    public DirectoryDump(GuestFiles guest) => Look(guest, ".");

    /// <summary>Kinds, lengths, names of one file and contents: all but when and where.</summary>
    public string Shape => string.Join(
        '\n', _entries.Select(entry => $"{entry.Key} {entry.Value.Stat.Filetype} = {NameOf(entry.Value.Stat)}: {entry.Value.Content}"));

    /// <summary>The same and the times at which it was modified and changed.</summary>
    public string WithTimes =>
        Shape + string.Join('\n', _entries.Values.Select(static entry => $"{entry.Stat.Mtim} {entry.Stat.Ctim} {entry.Stat.Nlink}"));

    /// <summary>The first path of a file: what tells it from others in every tree of one shape.</summary>
    public string NameOf(Filestat stat) =>
        _entries.FirstOrDefault(entry => (entry.Value.Stat.Dev, entry.Value.Stat.Ino) == (stat.Dev, stat.Ino)).Key ?? "nowhere";

    private void Look(GuestFiles guest, string path)
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
                    Look(guest, $"{path}/{name}");
                }

                break;
        }

        _entries[path] = (stat, content);
    }
}
