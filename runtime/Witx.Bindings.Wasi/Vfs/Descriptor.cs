namespace Witx.Bindings.Wasi.Vfs;

/// <summary>What a number means to a guest. It never changes: who wants another meaning puts another descriptor in its place.</summary>
internal sealed class Descriptor
{
    private readonly Rights _granted;
    private readonly Rights _grantedToPassOn;

    /// <summary>A descriptor with all the rights that its kind is born with.</summary>
    internal Descriptor(OpenFileDescription file)
        : this(file, file.Inode.Rights, file.Inode.InheritingRights)
    {
    }

    internal Descriptor(OpenFileDescription file, Rights rights, Rights inheritingRights) =>
        (File, _granted, _grantedToPassOn) = (file, rights, inheritingRights);

    private Descriptor(Descriptor other)
    {
        (File, _granted, _grantedToPassOn) = (other.File, other._granted, other._grantedToPassOn);
        (CloseOnExec, PreopenName) = (other.CloseOnExec, other.PreopenName);
    }

    internal OpenFileDescription File { get; }

    /// <summary>What the guest may do with it.</summary>
    internal Rights Rights => _granted & File.Inode.Rights;

    /// <summary>The most that the guest may do with what it opens through it.</summary>
    internal Rights InheritingRights => _grantedToPassOn & File.Inode.InheritingRights;

    /// <summary>Whether the number is closed when the process becomes another program.</summary>
    internal bool CloseOnExec { get; init; }

    /// <summary>The name that guests know the directory by, of one that they start with.</summary>
    internal byte[]? PreopenName { get; init; }

    /// <summary>Whether nothing keeps the guest from an operation. That the kind cannot do it is for the kind to say: only what it was born with can be missing.</summary>
    internal bool Allows(Rights rights) => (rights & ~_granted) == 0 || (rights & ~_granted & File.Inode.Rights) == 0;

    /// <summary>The same with fewer rights.</summary>
    internal Descriptor WithRights(Rights rights, Rights inheritingRights) =>
        new(File, rights, inheritingRights) { CloseOnExec = CloseOnExec, PreopenName = PreopenName };

    /// <summary>The same, to be closed or kept when the process becomes another program.</summary>
    internal Descriptor WithCloseOnExec(bool closeOnExec) => new(this) { CloseOnExec = closeOnExec };

    /// <summary>A second number for the open file. It is no directory that the guest starts with.</summary>
    internal Descriptor Duplicate(bool closeOnExec) => new(this) { CloseOnExec = closeOnExec, PreopenName = null };
}
