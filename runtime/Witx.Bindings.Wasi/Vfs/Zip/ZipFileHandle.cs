using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Vfs.Zip;

/// <summary>An open file of a zip archive, inflated up to the last byte that was read.</summary>
/// <param name="stream">The inflating stream, which the handle disposes.</param>
/// <param name="length">The length of the file in bytes.</param>
/// <param name="gate">The lock over the archive.</param>
/// <param name="ledger">The account that is charged for inflated bytes, or null to charge nothing.</param>
internal sealed class ZipFileHandle(Stream stream, ulong length, Lock gate, ResourceLedger? ledger) : WasiFileHandle
{
    private const int PieceSize = 1 << 16;

    private readonly List<byte[]> _pieces = [];
    private long _charged;
    private ulong _inflated;
    private bool _isClosed;
    private bool _isDamaged;

    public override ulong Length => length;

    /// <returns>
    /// <c>Errno.Nomem</c> (ENOMEM) if the ledger is exhausted, <c>Errno.Io</c> (EIO) if the archive is damaged or cannot be read.
    /// </returns>
    public override Errno Read(Span<byte> buffer, ulong offset, out int count)
    {
        count = 0;
        ulong end = ulong.Min(length, ulong.Min(offset, length) + (ulong)buffer.Length);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            while (_inflated < end)
            {
                Errno error = Inflate();
                if (error != Errno.Success)
                {
                    return error;
                }
            }

            while (offset < end)
            {
                byte[] piece = _pieces[(int)(offset / PieceSize)];
                int start = (int)(offset % PieceSize);
                int size = (int)ulong.Min((ulong)(piece.Length - start), end - offset);
                piece.AsSpan(start, size).CopyTo(buffer[count..]);
                count += size;
                offset += (ulong)size;
            }
        }

        return Errno.Success;
    }

    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            _isClosed = true;
            stream.Dispose();
            _pieces.Clear();
            ledger?.Release(_charged);
            _charged = 0;
        }

        base.Dispose(disposing);
    }

    private Errno Inflate()
    {
        if (_isDamaged)
        {
            return Errno.Io;
        }

        int size = (int)ulong.Min(PieceSize, length - _inflated);
        if (ledger?.TryCharge(size) == false)
        {
            return Errno.Nomem;
        }

        _charged += size;
        byte[] piece = new byte[size];
        try
        {
            stream.ReadExactly(piece);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The position of the stream is unknown now, so nothing more can be inflated.
            _charged -= size;
            ledger?.Release(size);
            _isDamaged = true;
            return Errno.Io;
        }

        _pieces.Add(piece);
        _inflated += (ulong)size;
        return Errno.Success;
    }
}
