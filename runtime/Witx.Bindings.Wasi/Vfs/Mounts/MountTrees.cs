using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Vfs.Mounts;

/// <summary>The mount trees of a process. They make a mount visible through every descriptor of a directory above its guest path.</summary>
/// <remarks>
/// A mount hides the directory at its guest path. Absolute guest paths form one tree, relative paths another one, and relative paths
/// with the same number of leading <c>..</c> one tree each. If the guest has a root directory, all paths are in its tree.
/// </remarks>
internal sealed class MountTrees
{
    private static readonly Dictionary<Mount, MountTreeDirectory> s_noNodes = [];
    private static readonly List<MountTreeDirectory> s_noRoots = [];

    private readonly Dictionary<Mount, MountTreeDirectory> _nodes = s_noNodes;
    private readonly List<MountTreeDirectory> _roots = s_noRoots;

    /// <param name="mounts">
    /// The mounts. Several mounts may have the same path: each of them then has a tree of its own, with the first mount of every
    /// other path.
    /// </param>
    /// <param name="hasRoot">True if the guest has the directory <c>/</c>.</param>
    /// <exception cref="ArgumentException">A guest path leads above the root, or contains a name that is too long.</exception>
    internal MountTrees(IReadOnlyCollection<Mount> mounts, bool hasRoot)
    {
        if (mounts.Count < 2 && !hasRoot)
        {
            return;
        }

        (_nodes, _roots) = ([], []);
        List<(int Tree, byte[] Path, Mount Mount)> parsed = [.. mounts.Select(mount => ParseGuestPath(mount, hasRoot))];
        foreach (IGrouping<int, (int Tree, byte[] Path, Mount Mount)> tree in parsed.GroupBy(static item => item.Tree))
        {
            Add([.. tree.Select(static item => KeyValuePair.Create(item.Path, item.Mount))]);
        }

        Root = !hasRoot ? null : parsed.Count == 0 ? MountTreeDirectory.Create([], _nodes) : _roots[0];
    }

    /// <summary>The directory <c>/</c>, or null if the guest does not have it.</summary>
    internal MountTreeDirectory? Root { get; }

    /// <summary>Finds the node that a preopened descriptor of a mount refers to.</summary>
    /// <returns>Null if no other mount is below the mount: the descriptor then refers to the directory of the mount itself.</returns>
    internal MountTreeDirectory? FindNode(Mount mount) =>
        _nodes.TryGetValue(mount, out MountTreeDirectory? node) && node.Children.Count > 0 ? node : null;

    /// <summary>Closes the directories that the trees have opened in one mount, or in all mounts if it is null.</summary>
    internal void Release(Mount? mount = null)
    {
        foreach (MountTreeDirectory root in _roots)
        {
            root.Release(mount);
        }
    }

    private void Add(List<KeyValuePair<byte[], Mount>> mounts)
    {
        Dictionary<byte[], Mount> first = new(NameComparer.Instance);
        List<KeyValuePair<byte[], Mount>> others = [.. mounts.Where(mount => !first.TryAdd(mount.Key, mount.Value))];
        _roots.Add(MountTreeDirectory.Create(first, _nodes));
        foreach (KeyValuePair<byte[], Mount> other in others)
        {
            Dictionary<byte[], Mount> paths = new(first, NameComparer.Instance) { [other.Key] = other.Value };
            _roots.Add(MountTreeDirectory.Create(paths, _nodes));
        }
    }

    /// <summary>
    /// Returns the tree that a mount belongs to, and its path there: each name followed by a slash, with <c>..</c> resolved
    /// lexically.
    /// </summary>
    private static (int Tree, byte[] Path, Mount Mount) ParseGuestPath(Mount mount, bool hasRoot)
    {
        bool isAbsolute = hasRoot || PathParser.IsAbsolute(mount.GuestPath);
        int parents = 0;
        Stack<byte[]> names = [];
        for (ReadOnlySpan<byte> path = mount.GuestPath; !path.IsEmpty;)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
            if (hasRoot && (PathParser.IsParent(name) || name.Length > PathLimits.MaxNameLength))
            {
                throw new ArgumentException(
                    $"Guest path '{PrintableText.From(mount.GuestPath)}' is not a valid mount point below '/': "
                    + $"remove '..', and use names of at most {PathLimits.MaxNameLength} bytes.",
                    nameof(mount));
            }

            if (PathParser.IsParent(name))
            {
                parents += names.TryPop(out _) || isAbsolute ? 0 : 1;
            }
            else if (!PathParser.IsSelf(name))
            {
                names.Push(name.ToArray());
            }
        }

        return (isAbsolute ? -1 : parents, [.. names.Reverse().SelectMany(static name => name.Append((byte)'/'))], mount);
    }
}
