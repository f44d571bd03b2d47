using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>The limits on what guests write below one host directory.</summary>
/// <param name="MaxFileSize">The maximum length of a file in bytes. A longer one fails with <c>Errno.Fbig</c> (EFBIG).</param>
/// <param name="Written">
/// The quota of bytes written and names created, or null for none. Exceeding it fails with <c>Errno.Nospc</c> (ENOSPC). Bytes are never
/// released. Every removed name releases one, whether a guest created it or not.
/// </param>
internal sealed record HostLimits(ulong MaxFileSize = long.MaxValue, Quota? Written = null)
{
    /// <summary>Charges a name that is about to be created.</summary>
    internal Errno ReserveName() => Written?.TryReserve(0, 1) == false ? Errno.Nospc : Errno.Success;

    /// <summary>Releases a name after a failed creation or a removal.</summary>
    internal void ReleaseName() => Written?.ReleaseEntry();
}
