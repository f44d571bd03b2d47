using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Vfs.Zip;

/// <summary>A file of a zip archive. Each open file inflates its own copy, as far as it is read.</summary>
/// <param name="entry">The entry of the archive.</param>
/// <param name="gate">The lock over the archive, whose stream all entries share.</param>
internal sealed class ZipFileNode(ZipArchiveEntry entry, Lock gate) : WasiFileNode
{
    public override ulong Length => (ulong)entry.Length;

    public override WasiNodeTimes Times { get; } = WasiNodeTimes.FromDateTimeOffset(entry.LastWriteTime);

    public override Errno OpenRead(out WasiFileHandle? handle) => OpenRead(null, out handle);

    /// <returns><c>Errno.Io</c> (EIO) if the archive is damaged or the compression method is not supported.</returns>
    internal override Errno OpenRead(ResourceLedger? ledger, out WasiFileHandle? handle)
    {
        lock (gate)
        {
            try
            {
                handle = new ZipFileHandle(entry.Open(), Length, gate, ledger);
                return Errno.Success;
            }
            catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or IOException)
            {
                handle = null;
                return Errno.Io;
            }
        }
    }
}
