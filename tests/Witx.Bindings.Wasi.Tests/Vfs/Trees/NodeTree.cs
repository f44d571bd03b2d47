using Witx.Bindings.Wasi.Tests.Vfs.Nodes;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A file system of the embedder.</summary>
internal sealed class NodeTree : FileTree
{
    public NodeTree()
    {
        Directory = WasiDirectory.FromNode(new OwnDirectory());
        Guest = new GuestFiles(new PathBase(Directory.Open(default)));
    }

    public WasiDirectory Directory { get; }

    public override GuestFiles Guest { get; }

    public override void Dispose()
    {
    }
}
