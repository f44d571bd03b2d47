using System;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi;

/// <summary>A guest's request to access a path below a mount, on which an <see cref="IWasiFilePolicy"/> decides.</summary>
/// <remarks>The path is valid during the call of the policy. To keep it, copy it.</remarks>
public readonly ref struct WasiFileRequest
{
    /// <summary>Creates a request.</summary>
    /// <param name="access">The access that the guest requests.</param>
    /// <param name="guestPath">The guest path of the mount.</param>
    /// <param name="path">The path below the mount: see <see cref="Path"/>.</param>
    public WasiFileRequest(WasiFileAccess access, string guestPath, ReadOnlySpan<byte> path)
    {
        ArgumentNullException.ThrowIfNull(guestPath);
        Access = access;
        GuestPath = guestPath;
        Path = path;
    }

    /// <summary>Gets the access that the guest requests.</summary>
    public WasiFileAccess Access { get; }

    /// <summary>Gets the guest path of the mount (<see cref="WasiMount.GuestPath"/>), as it was configured.</summary>
    public string GuestPath { get; }

    /// <summary>Gets the path from the directory of the mount. It is empty for that directory itself.</summary>
    /// <remarks>
    /// <c>/</c> separates the path components. No component is empty, <c>.</c> or <c>..</c>. The bytes are those of the file system: after
    /// a symbolic link of the host they need not be UTF-8. Guests' own paths are.
    /// </remarks>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>Returns true if <see cref="Path"/> is the given path or a path below it, compared by bytes.</summary>
    /// <param name="path">A path in the form of <see cref="Path"/>. Every path is within the empty path.</param>
    public bool IsWithin(ReadOnlySpan<byte> path) =>
        path.IsEmpty || (Path.StartsWith(path) && (Path.Length == path.Length || Path[path.Length] == (byte)'/'));

    /// <summary>Returns the access and the path. Bytes that are not printable UTF-8 are escaped.</summary>
    public override string ToString() => $"{Access} '{PrintableText.From(Path)}' in '{PrintableText.From(GuestPath)}'";
}
