using System;
using System.Collections.Generic;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>An overlay whose lower directory has everything that is created before the first use. It must not change.</summary>
/// <param name="open">Returns the lower directory with the files of a tree.</param>
internal sealed class FilledOverlayTree(Func<WasiMemoryDirectory, WasiDirectory> open) : FileTree
{
    private readonly WasiMemoryDirectory _source = WasiDirectory.CreateInMemory();
    private GuestFiles? _guest;
    private GuestFiles? _lower;
    private string _before = "";

    public override GuestFiles Guest
    {
        get
        {
            if (_guest is null)
            {
                WasiDirectory lower = open(_source);
                _lower = SnapshotTree.GetFiles(lower);
                _before = new DirectoryDump(_lower).WithTimes;
                _guest = SnapshotTree.GetFiles(WasiDirectory.CreateOverlay(lower));
            }

            return _guest;
        }
    }

    public override GuestFiles Owner => _guest ?? SnapshotTree.GetFiles(_source);

    public override GuestFiles Fill(params IEnumerable<string> paths) => Owner.With(paths);

    public override void PlantLink(string path, string target) => PlantLink(Owner, path, target);

    public override void Dispose() => Assert.Equal(_before, _lower is null ? "" : new DirectoryDump(_lower).WithTimes);
}
