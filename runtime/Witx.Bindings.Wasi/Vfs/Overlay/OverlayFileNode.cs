using System;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi.Vfs.Overlay;

/// <summary>A regular file of an overlay. It reads the lower file until the first write copies the contents into memory.</summary>
internal sealed class OverlayFileNode : MemoryFileNode
{
    /// <summary>The number of bytes that are copied between two checks for cancellation.</summary>
    private const int PieceSize = 64 * 1024;

    private readonly LowerPath _lower;
    private readonly ulong _lowerSize;
    private OpenFileDescription? _source;
    private readonly InterruptibleMutex _copying = new();
    private volatile bool _isCopied;

    internal OverlayFileNode(MemoryVolume volume, LowerPath lower, in Filestat stat)
        : base(volume, stat) => (_lower, _lowerSize) = (lower, stat.Size);

    protected override ulong Length => _isCopied ? base.Length : _lowerSize;

    protected override Errno Read(in IoVectors vectors, ulong offset, out uint count)
    {
        if (_isCopied)
        {
            return base.Read(vectors, offset, out count);
        }

        count = 0;
        Errno error = GetSource(out OpenFileDescription? source);
        return error == Errno.Success ? source!.Inode.ReadAt(source, vectors, offset, waiter: null, out count) : error;
    }

    internal override Errno CopyUp(ulong length, Waiter waiter)
    {
        Errno error = _isCopied ? Errno.Success : _copying.Acquire(waiter);
        if (_isCopied || error != Errno.Success)
        {
            return error;
        }

        try
        {
            return _isCopied ? Errno.Success : Copy(ulong.Min(length, _lowerSize), waiter);
        }
        finally
        {
            _copying.Release();
        }
    }

    protected override Errno Truncate()
    {
        _isCopied = true;
        return base.Truncate();
    }

    /// <summary>Opens the lower file, so that a file which cannot be read there cannot be opened here either.</summary>
    protected override Errno OnFirstOpen() => _isCopied ? Errno.Success : GetSource(out _);

    protected override void OnLastClose()
    {
        _source?.Release();
        _source = null;
    }

    private Errno GetSource(out OpenFileDescription? source)
    {
        Errno error = Errno.Success;
        if (_source is null)
        {
            error = _lower.Open(HostOpen.None, out Inode? inode);
            _source = error == Errno.Success ? new OpenFileDescription(inode!) : null;
        }

        source = _source;
        return error;
    }

    private Errno Copy(ulong length, Waiter waiter)
    {
        if (!Volume.Quota.TryReserve(length, 0))
        {
            return Errno.Nospc;
        }

        ulong unused = length;
        try
        {
            Errno error = Read(length, waiter, out Pages copy);
            lock (Gate)
            {
                if (error == Errno.Success && !_isCopied)
                {
                    if (IsUnreferenced)
                    {
                        return Errno.Stale;
                    }

                    (Pages, _isCopied, unused) = (copy, true, 0);
                }
            }

            return error;
        }
        finally
        {
            Volume.Quota.Release(unused, 0);
        }
    }

    /// <summary>Reads the lower file in pieces. Between two pieces it throws if the process has ended.</summary>
    private Errno Read(ulong length, Waiter waiter, out Pages copy)
    {
        copy = new Pages();
        OpenFileDescription? source;
        lock (Gate)
        {
            Errno error = GetSource(out source);
            if (error != Errno.Success)
            {
                return error;
            }

            source!.AddReference();
        }

        try
        {
            byte[] piece = new byte[ulong.Min(PieceSize, length)];
            Span<IoVector> vector = stackalloc IoVector[1];
            for (ulong offset = 0; offset < length;)
            {
                waiter.ThrowIfEnded();
                vector[0] = new IoVector(0, ulong.Min(PieceSize, length - offset));
                IoVectors vectors = new(new GuestMemory(piece), vector);
                Errno error = source.Inode.ReadAt(source, vectors, offset, waiter: null, out uint count);
                if (error != Errno.Success)
                {
                    return error;
                }

                if (count == 0)
                {
                    break;
                }

                copy.Write(offset, piece.AsSpan(0, (int)count));
                offset += count;
            }

            copy.SetLength(length);
            return Errno.Success;
        }
        finally
        {
            source.Release();
        }
    }
}
