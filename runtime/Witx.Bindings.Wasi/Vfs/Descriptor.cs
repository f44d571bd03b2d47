namespace Witx.Bindings.Wasi.Vfs;

/// <summary>An entry of the descriptor table. Immutable: to change a descriptor, replace it in the table.</summary>
internal sealed class Descriptor
{
    private readonly Rights _granted;
    private readonly Rights _grantedInheriting;

    /// <summary>Creates a descriptor with all rights of its inode.</summary>
    internal Descriptor(OpenFileDescription file)
        : this(file, file.Inode.Rights, file.Inode.InheritingRights)
    {
    }

    internal Descriptor(OpenFileDescription file, Rights rights, Rights inheritingRights) =>
        (File, _granted, _grantedInheriting) = (file, rights, inheritingRights);

    private Descriptor(Descriptor other)
    {
        (File, _granted, _grantedInheriting) = (other.File, other._granted, other._grantedInheriting);
        (CloseOnExec, PreopenName) = (other.CloseOnExec, other.PreopenName);
    }

    internal OpenFileDescription File { get; }

    /// <summary>The operations that the guest may perform.</summary>
    internal Rights Rights => _granted & File.Inode.Rights;

    /// <summary>The maximum rights of files that are opened through the descriptor.</summary>
    internal Rights InheritingRights => _grantedInheriting & File.Inode.InheritingRights;

    /// <summary>True if the descriptor is closed by <c>exec</c>.</summary>
    internal bool CloseOnExec { get; init; }

    /// <summary>The guest path of a preopened directory, or null.</summary>
    internal byte[]? PreopenName { get; init; }

    /// <summary>
    /// False if the descriptor lacks one of the rights although its inode supports the operation. For an operation that the inode does not
    /// support, the inode returns the error.
    /// </summary>
    internal bool Allows(Rights rights) => (rights & ~_granted) == 0 || (rights & ~_granted & File.Inode.Rights) == 0;

    /// <summary>Returns a copy with fewer rights.</summary>
    internal Descriptor WithRights(Rights rights, Rights inheritingRights) =>
        new(File, rights, inheritingRights) { CloseOnExec = CloseOnExec, PreopenName = PreopenName };

    /// <summary>Returns a copy that <c>exec</c> closes or keeps.</summary>
    internal Descriptor WithCloseOnExec(bool closeOnExec) => new(this) { CloseOnExec = closeOnExec };

    /// <summary>Returns a descriptor for the same open file (<c>dup</c>). It is not preopened.</summary>
    internal Descriptor Duplicate(bool closeOnExec) => new(this) { CloseOnExec = closeOnExec, PreopenName = null };
}
