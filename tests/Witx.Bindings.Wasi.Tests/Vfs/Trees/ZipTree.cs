using System.IO;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A zip archive, which is written again after each change of its source.</summary>
internal sealed class ZipTree : FileTree
{
    private const int SymlinkMode = 0xA1FF << 16;

    private readonly MemoryTree _source = new();
    private GuestFiles? _guest;

    public override GuestFiles Guest => _guest ??= SnapshotTree.GetFiles(Pack(_source.Guest));

    public override GuestFiles Owner
    {
        get
        {
            _guest = null;
            return _source.Guest;
        }
    }

    /// <summary>Writes all files of a tree to an archive, and opens it.</summary>
    public static WasiDirectory Pack(GuestFiles files)
    {
        MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, files, "");
        }

        return WasiDirectory.FromZip(stream);
    }

    public override void PlantLink(string path, string target)
    {
        _guest = null;
        _source.PlantLink(path, target);
    }

    public override void Dispose() => _source.Dispose();

    private static void Add(ZipArchive archive, GuestFiles files, string directory)
    {
        foreach (string name in files.List(directory.Length == 0 ? "." : directory))
        {
            string path = directory + name;
            switch (files.MustStat(path).Filetype)
            {
                case Filetype.Directory:
                    _ = archive.CreateEntry($"{path}/");
                    Add(archive, files, $"{path}/");
                    break;
                case Filetype.SymbolicLink:
                    Assert.Equal(Errno.Success, files.ReadLink(path, out string target));
                    Write(archive.CreateEntry(path), target).ExternalAttributes = SymlinkMode;
                    break;
                default:
                    _ = Write(archive.CreateEntry(path), files.MustReadText(path));
                    break;
            }
        }
    }

    private static ZipArchiveEntry Write(ZipArchiveEntry entry, string content)
    {
        using Stream stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
        return entry;
    }
}
