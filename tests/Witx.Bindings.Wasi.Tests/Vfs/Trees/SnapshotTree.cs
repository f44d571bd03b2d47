using System.Collections.Generic;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A view of a snapshot of a view of a snapshot. Its sources must not change.</summary>
internal sealed class SnapshotTree : FileTree
{
    private readonly WasiMemoryDirectory _source = WasiDirectory.CreateInMemory();
    private readonly string _before;

    public SnapshotTree(params IEnumerable<string> content)
    {
        GetFiles(_source).With(content);
        _before = new DirectoryDump(GetFiles(_source)).WithTimes;
        WasiMemoryDirectory first = _source.CreateSnapshot().CreateView();
        Directory = first.CreateSnapshot().CreateView();
        Guest = GetFiles(Directory);
    }

    public WasiMemoryDirectory Directory { get; }

    public override GuestFiles Guest { get; }

    /// <summary>Gets the files of a directory.</summary>
    public static GuestFiles GetFiles(WasiDirectory directory) => new(new PathBase(directory.Open(default)));

    public override void Dispose() => Assert.Equal(_before, new DirectoryDump(GetFiles(_source)).WithTimes);
}
