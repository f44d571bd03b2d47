using System;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Memory;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A file system in memory.</summary>
internal sealed class MemoryTree : FileTree
{
    public MemoryTree(Quota? quota = null)
    {
        Quota = quota ?? new Quota();
        Guest = new GuestFiles(new PathBase(MemoryDirectory.Create(new MemoryVolume(Quota, new WasiClock(TimeProvider.System)))));
    }

    public Quota Quota { get; }

    public override GuestFiles Guest { get; }

    /// <summary>Removes every entry and asserts that the quota counts no bytes and no entries after that.</summary>
    public override void Dispose()
    {
        Guest.Clear();
        Assert.Equal((0UL, 0UL), (Quota.Bytes, Quota.Entries));
    }
}
