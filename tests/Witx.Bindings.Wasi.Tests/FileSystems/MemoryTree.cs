using System;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.FileSystems;

/// <summary>A file system in memory.</summary>
internal sealed class MemoryTree : FileTree
{
    public MemoryTree(Quota? quota = null)
    {
        Quota = quota ?? new Quota();
        Guest = new GuestFiles(new PathStart(MemoryDirectory.Create(new MemoryVolume(Quota, new WasiClock(TimeProvider.System)))));
    }

    public Quota Quota { get; }

    public override GuestFiles Guest { get; }

    /// <summary>Whatever is removed is given back.</summary>
    public override void Dispose()
    {
        Clear(".");
        Assert.Equal((0UL, 0UL), (Quota.Bytes, Quota.Entries));
    }

    private void Clear(string path)
    {
        foreach (string name in Guest.List(path))
        {
            string entry = $"{path}/{name}";
            if (Guest.MustStat(entry).Filetype == Filetype.Directory)
            {
                Clear(entry);
                Assert.Equal(Errno.Success, Guest.RemoveDirectory(entry));
            }
            else
            {
                Assert.Equal(Errno.Success, Guest.RemoveFile(entry));
            }
        }
    }
}
