using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Vfs.Mounts;

/// <summary>
/// The trees that the guest paths of a process's mounts form, so that a mount hides and protects through every descriptor what is below its path.
/// Absolute paths form one tree, relative paths another, and paths with the same number of leading <c>..</c> one more. With a root all paths are in
/// its tree.
/// </summary>
internal sealed class MountTrees
{
    private static readonly Dictionary<Mount, MountTreeDirectory> s_noPoints = [];
    private static readonly List<MountTreeDirectory> s_noRoots = [];

    private readonly Dictionary<Mount, MountTreeDirectory> _points = s_noPoints;
    private readonly List<MountTreeDirectory> _roots = s_noRoots;

    /// <param name="mounts">The mounts. Several may have one path: each then has a tree of its own, with the first mount of every other path.</param>
    /// <param name="hasRoot">Whether the guest has the directory <c>/</c>.</param>
    /// <exception cref="ArgumentException">A guest path leads above the root, or contains a name that is too long.</exception>
    internal MountTrees(IReadOnlyCollection<Mount> mounts, bool hasRoot)
    {
        if (mounts.Count < 2 && !hasRoot)
        {
            return;
        }

        (_points, _roots) = ([], []);
        List<(int Tree, byte[] Path, Mount Mount)> places = [.. mounts.Select(mount => Place(mount, hasRoot))];
        foreach (IGrouping<int, (int Tree, byte[] Path, Mount Mount)> tree in places.GroupBy(static place => place.Tree))
        {
            Add([.. tree.Select(static place => KeyValuePair.Create(place.Path, place.Mount))]);
        }

        Root = !hasRoot ? null : places.Count == 0 ? MountTreeDirectory.Create([], _points) : _roots[0];
    }

    /// <summary>The directory <c>/</c>, if the guest has it.</summary>
    internal MountTreeDirectory? Root { get; }

    /// <summary>Finds the point that a descriptor of a mount refers to.</summary>
    /// <returns>Null if no other mount is below it: the descriptor then refers to the directory of the mount itself.</returns>
    internal MountTreeDirectory? FindPoint(Mount mount) => _points.TryGetValue(mount, out MountTreeDirectory? point) && point.Points.Count > 0 ? point : null;

    /// <summary>Closes the directories that the trees have opened, below one mount or below all.</summary>
    internal void Release(Mount? mount = null) => _roots.ForEach(root => root.Release(mount));

    private void Add(List<KeyValuePair<byte[], Mount>> mounts)
    {
        Dictionary<byte[], Mount> first = new(NameComparer.Instance);
        List<KeyValuePair<byte[], Mount>> others = [.. mounts.Where(mount => !first.TryAdd(mount.Key, mount.Value))];
        _roots.Add(MountTreeDirectory.Create(first, _points));
        foreach (KeyValuePair<byte[], Mount> other in others)
        {
            Dictionary<byte[], Mount> mine = new(first, NameComparer.Instance) { [other.Key] = other.Value };
            _roots.Add(MountTreeDirectory.Create(mine, _points));
        }
    }

    /// <summary>The tree that a mount belongs to, and its path there: the names, each before a slash, with <c>..</c> resolved as text.</summary>
    private static (int Tree, byte[] Path, Mount Mount) Place(Mount mount, bool hasRoot)
    {
        bool isAbsolute = hasRoot || PathParser.IsAbsolute(mount.GuestPath);
        int parents = 0;
        Stack<byte[]> names = [];
        for (ReadOnlySpan<byte> path = mount.GuestPath; !path.IsEmpty;)
        {
            ReadOnlySpan<byte> name = PathParser.TakeName(ref path);
            if (hasRoot && (PathParser.IsParent(name) || name.Length > PathParser.MaxNameLength))
            {
                throw new ArgumentException(
                    $"Guest path '{PrintableText.From(mount.GuestPath)}' is not a valid mount point below '/'. Remove '..' and shorten long names.",
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
