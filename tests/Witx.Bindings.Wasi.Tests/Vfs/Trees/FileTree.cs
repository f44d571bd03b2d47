using System;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>An empty file system for tests. <c>Dispose</c> asserts that nothing outside it was changed.</summary>
internal abstract class FileTree : IDisposable
{
    public abstract GuestFiles Guest { get; }

    /// <summary>Operations that may fill the tree, even if <see cref="Guest"/> sees it through a read-only mount.</summary>
    public virtual GuestFiles Owner => Guest;

    /// <summary>True if a path that leaves the tree is refused with <c>Errno.Perm</c>; otherwise it leads back to the root.</summary>
    public virtual bool RefusesEscapes => true;

    /// <summary>The host paths of the tree and of the directory that guests must not reach, or null for a tree in memory.</summary>
    public virtual (string Jail, string Outside)? HostPaths => null;

    /// <summary>True if the file system supports hard links.</summary>
    public virtual bool HasHardLinks => true;

    /// <summary>True if an open directory stays usable after it was renamed or removed.</summary>
    public virtual bool PinsOpenDirectories => true;

    /// <summary>Creates the files that a test needs at its start. An overlay can have them in its lower directory.</summary>
    public virtual GuestFiles Fill(params IEnumerable<string> paths) => Guest.With(paths);

    /// <summary>Creates a symbolic link with any target, also one that guests may not create.</summary>
    public virtual void PlantLink(string path, string target) => PlantLink(Guest, path, target);

    protected static void PlantLink(GuestFiles files, string path, string target)
    {
        using FileTreeParent parent = new(files, path);
        Assert.Equal(Errno.Success, parent.Directory.CreateLink(Encoding.UTF8.GetBytes(parent.Name), Encoding.UTF8.GetBytes(target)));
    }

    public abstract void Dispose();
}
