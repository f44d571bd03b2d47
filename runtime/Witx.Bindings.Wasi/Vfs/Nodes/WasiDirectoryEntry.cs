using System;
using System.Text;

namespace Witx.Bindings.Wasi;

/// <summary>An entry in the listing of a directory.</summary>
public readonly struct WasiDirectoryEntry
{
    /// <summary>Creates an entry whose name is given in bytes.</summary>
    /// <param name="nameBytes">The name, usually UTF-8. It is not copied.</param>
    /// <param name="filetype">The file type.</param>
    /// <param name="inodeNumber">
    /// The <see cref="WasiNode.InodeNumber"/>, or 0 to let the host call <see cref="WasiDirectoryNode.TryGet"/> for it.
    /// </param>
    public WasiDirectoryEntry(ReadOnlyMemory<byte> nameBytes, WasiTypes.Filetype filetype, ulong inodeNumber) =>
        (NameBytes, Filetype, InodeNumber) = (nameBytes, filetype, inodeNumber);

    /// <summary>Creates an entry.</summary>
    /// <param name="name">The name.</param>
    /// <param name="filetype">The file type.</param>
    public WasiDirectoryEntry(string name, WasiTypes.Filetype filetype)
        : this(Encoding.UTF8.GetBytes(name ?? throw new ArgumentNullException(nameof(name))), filetype, inodeNumber: 0)
    {
    }

    /// <summary>Gets the name. Bytes that are not UTF-8 are replaced: see <see cref="NameBytes"/>.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes.Span);

    /// <summary>Gets the name in bytes.</summary>
    public ReadOnlyMemory<byte> NameBytes { get; }

    /// <summary>Gets the file type.</summary>
    public WasiTypes.Filetype Filetype { get; }

    /// <summary>Gets the inode number, or 0 if it is not known.</summary>
    public ulong InodeNumber { get; }
}
