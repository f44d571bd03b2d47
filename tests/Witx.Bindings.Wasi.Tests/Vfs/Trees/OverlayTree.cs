using System;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Memory;
using Witx.Bindings.Wasi.Vfs.Overlay;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>An overlay over a memory directory, which must not change.</summary>
internal sealed class OverlayTree : FileTree
{
    private readonly MemoryTree _lower = new();

    public OverlayTree(Quota? quota = null)
    {
        Quota = quota ?? new Quota();
        MemoryVolume volume = new(Quota, new WasiClock(TimeProvider.System), device: 2);
        Assert.Equal(Errno.Success, OverlayDirectory.Create(_lower.Guest.Start.Directory, volume, out DirectoryInode? directory));
        Guest = new GuestFiles(new PathBase(directory!));
    }

    public Quota Quota { get; }

    /// <summary>The lower directory, which a test fills before it uses the overlay.</summary>
    public GuestFiles Lower => _lower.Guest;

    public override GuestFiles Guest { get; }

    public override void Dispose() => _lower.Dispose();
}
