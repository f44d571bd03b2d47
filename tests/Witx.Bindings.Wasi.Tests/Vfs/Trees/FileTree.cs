using System;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>A file system under test, empty at first, and the world around it, which must stay as it is.</summary>
internal abstract class FileTree : IDisposable
{
    public abstract GuestFiles Guest { get; }

    /// <summary>Fills what <see cref="Guest"/> may only look at.</summary>
    public virtual GuestFiles Owner => Guest;

    /// <summary>Whether a way out is <c>perm</c>; else it leads back to the root.</summary>
    public virtual bool RefusesWaysOut => true;

    /// <summary>Where the host has it and what a guest would like to have, if it is the host's.</summary>
    public virtual (string Jail, string Outside)? Places => null;

    /// <summary>Whether it has hard links.</summary>
    public virtual bool HasLinks => true;

    /// <summary>Whether its directories stay what they are when they are renamed or removed while open.</summary>
    public virtual bool HoldsDirectories => true;

    /// <summary>Puts a link where no guest could: its target may be anything.</summary>
    public virtual void Plant(string path, string target)
    {
        using FileTreeParent parent = new(Guest, path);
        Assert.Equal(Errno.Success, parent.Directory.CreateLink(Encoding.UTF8.GetBytes(parent.Name), Encoding.UTF8.GetBytes(target)));
    }

    public abstract void Dispose();
}
