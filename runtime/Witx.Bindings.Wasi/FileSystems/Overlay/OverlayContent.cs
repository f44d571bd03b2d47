using System;
using System.Buffers;
using Witx.Bindings.Wasi.Interop;

namespace Witx.Bindings.Wasi;

/// <summary>A file of the tree below an overlay, which is copied into memory when it is first written to.</summary>
internal sealed class OverlayContent : MemoryContent
{
    private const int ChunkSize = 64 * 1024;

    private readonly LowerPlace _lower;
    private readonly ulong _lowerSize;
    private OpenFile? _source;
    private bool _isCopied;

    internal OverlayContent(MemoryVolume volume, LowerPlace lower, in Filestat stat)
        : base(volume, stat) => (_lower, _lowerSize) = (lower, stat.Size);

    protected override ulong Length => _isCopied ? base.Length : _lowerSize;

    protected override Errno Read(in IoVectors vectors, ulong offset, out uint count)
    {
        if (_isCopied)
        {
            return base.Read(vectors, offset, out count);
        }

        count = 0;
        Errno error = GetSource(out OpenFile? source);
        return error == Errno.Success ? source!.Inode.ReadAt(source, vectors, offset, out count) : error;
    }

    protected override Errno Own(ulong length)
    {
        if (_isCopied)
        {
            return Errno.Success;
        }

        length = ulong.Min(length, _lowerSize);
        if (!Volume.Quota.TryTake(length, 0))
        {
            return Errno.Nospc;
        }

        Errno error = Copy(length);
        _isCopied = error == Errno.Success;
        if (!_isCopied)
        {
            Pages.SetLength(0);
            Volume.Quota.Return(length, 0);
        }

        return error;
    }

    /// <summary>What cannot be read below cannot be opened here.</summary>
    protected override Errno FirstOpened() => _isCopied ? Errno.Success : GetSource(out _);

    protected override void LastClosed()
    {
        _source?.Release();
        _source = null;
    }

    private Errno GetSource(out OpenFile? source)
    {
        Errno error = Errno.Success;
        if (_source is null)
        {
            error = _lower.Open(HostOpen.None, out Inode? inode);
            _source = error == Errno.Success ? new OpenFile(inode!) : null;
        }

        source = _source;
        return error;
    }

    private Errno Copy(ulong length)
    {
        Errno error = length == 0 ? Errno.Success : GetSource(out _);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        Span<IoVector> vector = stackalloc IoVector[1];
        for (ulong offset = 0; error == Errno.Success && offset < length;)
        {
            vector[0] = new IoVector(0, ulong.Min(ChunkSize, length - offset));
            error = _source!.Inode.ReadAt(_source, new IoVectors(new GuestMemory(chunk), vector), offset, out uint count);
            if (count == 0)
            {
                break;
            }

            Pages.Write(offset, chunk.AsSpan(0, (int)count));
            offset += count;
        }

        ArrayPool<byte>.Shared.Return(chunk);
        Pages.SetLength(length);
        return error;
    }
}
