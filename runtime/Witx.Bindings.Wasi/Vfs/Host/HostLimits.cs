using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Vfs.Host;

/// <summary>The limits on what guests write below one host directory.</summary>
/// <param name="MaxFileSize">The maximum length of a file in bytes. A longer one is <c>fbig</c>.</param>
/// <param name="Written">
/// The maximum number of bytes written and of names created; <c>nospc</c> beyond. Bytes are never returned. A removed name is, down to 0, whether
/// a guest created it or not.
/// </param>
internal sealed record HostLimits(ulong MaxFileSize = long.MaxValue, Quota? Written = null)
{
    /// <summary>Charges a name, which is about to be created.</summary>
    internal Errno TakeName() => Written?.TryReserve(0, 1) == false ? Errno.Nospc : Errno.Success;

    /// <summary>Returns a name after a failed creation or a removal.</summary>
    internal void ReturnName() => Written?.ReleaseEntry();
}
