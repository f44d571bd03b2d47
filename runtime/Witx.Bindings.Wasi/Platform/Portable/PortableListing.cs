using System;
using System.IO;
using System.Text;
using Witx.Bindings.Wasi.Platform.Windows;

namespace Witx.Bindings.Wasi.Platform.Portable;

/// <summary>A listing by <c>System.IO</c>, without the names that a guest cannot open.</summary>
internal sealed class PortableListing(string path) : SnapshotListing
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    protected override Errno Fill()
    {
        Add("."u8, PortableStat.ToInode(path), Filetype.Directory);
        Add(".."u8, PortableStat.ToInode(Path.GetDirectoryName(path) ?? path), Filetype.Directory);
        return PortableErrno.Try(this, static listing => listing.AddEntries());
    }

    private void AddEntries()
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", s_everything))
        {
            if (!OperatingSystem.IsWindows() || WindowsName.IsPlain(entry.Name))
            {
                Add(Encoding.UTF8.GetBytes(entry.Name), PortableStat.ToInode(entry.FullName), PortableStat.ToFiletype(entry.Attributes));
            }
        }
    }
}
