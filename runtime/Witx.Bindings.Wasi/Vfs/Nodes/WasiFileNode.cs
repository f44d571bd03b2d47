using System.Diagnostics.CodeAnalysis;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi;

/// <summary>A regular file of a file system of your own. It is read-only unless <see cref="OpenWrite"/> is overridden.</summary>
/// <inheritdoc cref="WasiNode" path="/remarks"/>
[SuppressMessage("ApiDesign", "RS0022", Justification = "Only this assembly derives other kinds of nodes from WasiNode.")]
public abstract class WasiFileNode : WasiNode
{
    /// <summary>Gets the length in bytes, at most <see cref="long.MaxValue"/>.</summary>
    public abstract ulong Length { get; }

    /// <summary>Opens the file for reading.</summary>
    /// <param name="handle">The open file, which is disposed when the guest closes it; null on an error.</param>
    /// <returns><c>Errno.Success</c> or an error.</returns>
    public abstract WasiTypes.Errno OpenRead(out WasiFileHandle? handle);

    /// <summary>Opens the file for writing, or for reading and writing.</summary>
    /// <param name="handle">The open file, which is disposed when the guest closes it; null on an error.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno OpenWrite(out WasiFileHandle? handle)
    {
        handle = null;
        return Errno.Rofs;
    }

    /// <summary>Opens the file for reading, and charges its memory to a ledger.</summary>
    internal virtual Errno OpenRead(ResourceLedger? ledger, out WasiFileHandle? handle) => OpenRead(out handle);
}
