using System;

namespace Witx.Bindings.Wasi;

/// <summary>
/// An open file of a file system of your own. All operations take offsets; the host keeps the position of each descriptor.
/// </summary>
/// <remarks>
/// Members can be called at the same time, also during <see cref="Dispose()"/>, if threads of a guest do so. Buffers are memory of the
/// guest: do not keep them, and copy data before you check it, because other threads of the guest can change it.
/// </remarks>
public abstract class WasiFileHandle : IDisposable
{
    /// <summary>Gets the current length in bytes, at most <see cref="long.MaxValue"/>.</summary>
    public abstract ulong Length { get; }

    /// <summary>Reads at an offset.</summary>
    /// <param name="buffer">The buffer to fill.</param>
    /// <param name="offset">The offset of the first byte, at most <see cref="long.MaxValue"/>. It can be beyond the end.</param>
    /// <param name="count">The number of bytes read. Fewer than the buffer takes mean the end of the file.</param>
    /// <returns><c>Errno.Success</c> or an error.</returns>
    public abstract WasiTypes.Errno Read(Span<byte> buffer, ulong offset, out int count);

    /// <summary>Writes at an offset, and extends the file if necessary.</summary>
    /// <param name="data">The bytes to write.</param>
    /// <param name="offset">The offset of the first byte, at most <see cref="long.MaxValue"/>. It can be beyond the end.</param>
    /// <param name="count">The number of bytes written.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno Write(ReadOnlySpan<byte> data, ulong offset, out int count)
    {
        count = 0;
        return Errno.Rofs;
    }

    /// <summary>Writes at the end of the file, for descriptors with the flag <c>append</c>.</summary>
    /// <param name="data">The bytes to write.</param>
    /// <param name="count">The number of bytes written.</param>
    /// <param name="end">The offset after the last byte written.</param>
    /// <returns><c>Errno.Success</c> or an error.</returns>
    /// <remarks>The default implementation writes at <see cref="Length"/>. Override it if several handles can append to one file.</remarks>
    public virtual WasiTypes.Errno Append(ReadOnlySpan<byte> data, out int count, out ulong end)
    {
        ulong length = Length;
        WasiTypes.Errno error = Write(data, length, out count);
        end = length + (uint)count;
        return error;
    }

    /// <summary>Truncates the file, or extends it with zeros (<c>fd_filestat_set_size</c>, <c>path_open</c> with <c>trunc</c>).</summary>
    /// <param name="length">The new length in bytes.</param>
    /// <returns><c>Errno.Success</c> or an error. The default implementation returns <c>Errno.Rofs</c> (EROFS).</returns>
    public virtual WasiTypes.Errno SetLength(ulong length) => Errno.Rofs;

    /// <summary>Writes data and metadata to the storage (<c>fd_sync</c>).</summary>
    /// <returns><c>Errno.Success</c> or an error. The default implementation does nothing.</returns>
    public virtual WasiTypes.Errno Sync() => Errno.Success;

    /// <summary>Writes data to the storage, and the metadata needed to read it (<c>fd_datasync</c>).</summary>
    /// <returns><c>Errno.Success</c> or an error. The default implementation calls <see cref="Sync"/>.</returns>
    public virtual WasiTypes.Errno DataSync() => Sync();

    /// <summary>Closes the file. Called once, when the last descriptor is closed or the mount is revoked.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the open file. The default implementation does nothing.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
