using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Witx.Bindings.Wasi;

/// <summary>
/// A directory of a file system of your own. Pass the root to <see cref="WasiDirectory.FromNode"/>. It is read-only unless the methods that
/// change it are overridden.
/// </summary>
/// <remarks>
/// <para>
/// Members are called on the threads of all guests that use the file system, also at the same time. Guests wait for them, and cannot be
/// cancelled during a call. A member reports an expected failure by its errno. An exception ends the run and is rethrown unchanged, as an
/// exception of a host function is; only <see cref="ObjectDisposedException"/> becomes <c>Errno.Badf</c> (EBADF).
/// </para>
/// <para>
/// Names are path components in the bytes of the guest, usually UTF-8: not empty, without <c>/</c> and NUL, neither <c>.</c> nor <c>..</c>,
/// and at most 255 bytes. The host resolves paths and symbolic links, and checks what POSIX requires of an operation before it calls a
/// method: that the name exists, or does not, and is of the right type. If another guest can create or remove it at the same moment, check
/// again and return the error.
/// </para>
/// </remarks>
/// <example>
/// A directory with one file:
/// <code>
/// sealed class Greeting : WasiDirectoryNode
/// {
///     private readonly WasiFileNode _file = new GreetingFile();
///
///     public override bool TryGet(ReadOnlySpan&lt;byte&gt; name, [NotNullWhen(true)] out WasiNode? node) =&gt;
///         (node = name.SequenceEqual("hello.txt"u8) ? _file : null) is not null;
///
///     public override IEnumerable&lt;WasiDirectoryEntry&gt; List() =&gt; [new("hello.txt", WasiTypes.Filetype.RegularFile)];
/// }
/// </code>
/// </example>
[SuppressMessage("ApiDesign", "RS0022", Justification = "Only this assembly derives other kinds of nodes from WasiNode.")]
public abstract class WasiDirectoryNode : WasiNode
{
    /// <summary>Gets the parent directory, or null for the root, and if the file system does not know it.</summary>
    /// <remarks>With it, the host refuses to move a directory into itself. Otherwise <see cref="Rename"/> must do so.</remarks>
    public virtual WasiDirectoryNode? Parent => null;

    /// <summary>
    /// Gets a value that indicates whether the directory has no entries. The default implementation calls <see cref="List"/>.
    /// </summary>
    public virtual bool IsEmpty => !List().Any();

    /// <summary>Finds an entry.</summary>
    /// <param name="name">The name.</param>
    /// <param name="node">The file, directory or symbolic link, or null without one.</param>
    /// <returns>True if there is an entry of this name.</returns>
    public abstract bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out WasiNode? node);

    /// <summary>Returns the entries, without <c>.</c> and <c>..</c>.</summary>
    /// <remarks>
    /// The guest's listing is a copy, which is charged to <see cref="WasiLimits.MaxHostMemory"/>. If it is too long, the guest's call fails
    /// with <c>Errno.Nomem</c> (ENOMEM).
    /// </remarks>
    public abstract IEnumerable<WasiDirectoryEntry> List();

    /// <summary>Creates an empty file.</summary>
    /// <param name="name">The name.</param>
    /// <param name="file">The file, or null on an error.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno CreateFile(ReadOnlySpan<byte> name, out WasiFileNode? file)
    {
        file = null;
        return Errno.Rofs;
    }

    /// <summary>Creates an empty directory.</summary>
    /// <param name="name">The name.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno CreateDirectory(ReadOnlySpan<byte> name) => Errno.Rofs;

    /// <summary>Creates a symbolic link.</summary>
    /// <param name="name">The name.</param>
    /// <param name="target">The target path, in the bytes of the guest.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno CreateLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => Errno.Rofs;

    /// <summary>Creates a second name of a file or symbolic link (a hard link).</summary>
    /// <param name="name">The new name.</param>
    /// <param name="node">A file or symbolic link of the same file system.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno CreateHardLink(ReadOnlySpan<byte> name, WasiNode node) => Errno.Rofs;

    /// <summary>Removes a file or symbolic link. An open file stays usable until it is closed.</summary>
    /// <param name="name">The name.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno RemoveFile(ReadOnlySpan<byte> name) => Errno.Rofs;

    /// <summary>Removes an empty directory.</summary>
    /// <param name="name">The name.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno RemoveDirectory(ReadOnlySpan<byte> name) => Errno.Rofs;

    /// <summary>Moves an entry to another name, and replaces an entry of that name in one step.</summary>
    /// <param name="name">The name.</param>
    /// <param name="newDirectory">The directory of the new name, in the same file system. It can be this one.</param>
    /// <param name="newName">The new name. An entry of this name is of the same type, and an empty directory if it is a directory.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno Rename(ReadOnlySpan<byte> name, WasiDirectoryNode newDirectory, ReadOnlySpan<byte> newName) =>
        Errno.Rofs;

    /// <summary>Writes the entries to the storage, if <see cref="WasiOptions.SyncDirectories"/> is set.</summary>
    /// <returns><c>Errno.Success</c> or an error. The default implementation does nothing.</returns>
    public virtual WasiTypes.Errno Sync() => Errno.Success;
}
