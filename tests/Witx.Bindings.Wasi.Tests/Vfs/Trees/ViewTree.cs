using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Witx.Bindings.Wasi.Tests.Vfs.Policies;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Mounts;
using Witx.Bindings.Wasi.Vfs.Paths;
using Witx.Bindings.Wasi.Vfs.Policies;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>Base class of trees that show a host directory through a mount or a mount tree.</summary>
internal abstract class ViewTree(Resolver resolver) : FileTree
{
    protected HostTree Host { get; } = new(resolver);

    public override GuestFiles Owner => Host.Guest;

    public override (string Jail, string Outside)? HostPaths => Host.HostPaths;

    public override bool HasHardLinks => Host.HasHardLinks;

    public override bool PinsOpenDirectories => Host.PinsOpenDirectories;

    public override void PlantLink(string path, string target) => Host.PlantLink(path, target);

    public override void Dispose() => Host.Dispose();
}

/// <summary>A host directory behind a read-only mount.</summary>
internal sealed class ReadOnlyTree : ViewTree
{
    public ReadOnlyTree(Resolver resolver)
        : base(resolver)
    {
        Mount mount = new("/"u8.ToArray(), Host.Guest.Start.Directory, readOnly: true);
        Guest = new GuestFiles(new PathBase(mount.Directory, mount));
    }

    public override GuestFiles Guest { get; }
}

/// <summary>A host directory behind a mount with a file policy, which allows everything unless a test sets a rule.</summary>
internal sealed class PolicyTree : ViewTree
{
    public PolicyTree(Resolver resolver)
        : base(resolver)
    {
        MountPolicy policy = new(Policy, "/", NullLogger.Instance);
        Mount mount = new("/"u8.ToArray(), Host.Guest.Start.Directory, policy: policy);
        Guest = new GuestFiles(new PathBase(mount.Directory, mount));
    }

    public RecordingPolicy Policy { get; } = new();

    public override GuestFiles Guest { get; }
}

/// <summary>A host directory mounted at the root of a mount tree, with other mounts below it.</summary>
internal sealed class RootTree : ViewTree
{
    private readonly MemoryTree _other = new();
    private readonly MountTrees _trees;
    private readonly bool _restarts;

    /// <param name="resolver">The path resolution of the host directory.</param>
    /// <param name="restarts">True if absolute paths and absolute symbolic link targets are resolved from the root.</param>
    public RootTree(Resolver resolver, bool restarts)
        : base(resolver)
    {
        _restarts = restarts;
        _ = Host.Guest.Start.Directory.CreateDirectory("upon"u8);
        _trees = new MountTrees(
            [
                new Mount("/"u8.ToArray(), Host.Guest.Start.Directory),
                new Mount("/mounted"u8.ToArray(), _other.Guest.Start.Directory),
                new Mount("/upon/mounted"u8.ToArray(), _other.Guest.Start.Directory),
                new Mount("/deep/mounted"u8.ToArray(), _other.Guest.Start.Directory, readOnly: true),
            ],
            hasRoot: true);
        Guest = new GuestFiles(new PathBase(_trees.Root!, Root: restarts ? _trees.Root : null));
    }

    public override GuestFiles Guest { get; }

    public override bool RefusesEscapes => !_restarts;

    public override void Dispose()
    {
        _trees.Release();
        _other.Dispose();
        base.Dispose();
    }
}

/// <summary>A preopened directory of the host with other mounts below it, without a root.</summary>
internal sealed class NestedTree : ViewTree
{
    private readonly MemoryTree _other = new();
    private readonly MountTrees _trees;

    /// <param name="resolver">The path resolution of the host directory.</param>
    /// <param name="name">The guest path of the preopened directory.</param>
    /// <param name="isAlias">True if an earlier mount has the same path, so that the preopened directory is the second of two.</param>
    public NestedTree(Resolver resolver, string name, bool isAlias = false)
        : base(resolver)
    {
        _ = Host.Guest.Start.Directory.CreateDirectory("upon"u8);
        Mount mount = new(Encoding.UTF8.GetBytes(name), Host.Guest.Start.Directory);
        Mount[] first = isAlias ? [Other(name)] : [];
        _trees = new MountTrees(
            [.. first, mount, Other($"{name}/mounted"), Other($"{name}/upon/mounted"), Other($"{name}/deep/mounted", readOnly: true)],
            hasRoot: false);
        Guest = new GuestFiles(new PathBase(_trees.FindNode(mount)!, mount));
    }

    public override GuestFiles Guest { get; }

    public override void Dispose()
    {
        _trees.Release();
        _other.Dispose();
        base.Dispose();
    }

    private Mount Other(string path, bool readOnly = false) => new(Encoding.UTF8.GetBytes(path), _other.Guest.Start.Directory, readOnly);
}
