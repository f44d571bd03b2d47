using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>A stream that reads a text reader and encodes the text as UTF-8.</summary>
internal sealed class TextReaderStream(TextReader reader) : SequentialStream
{
    private const int ChunkLength = 1024;

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly char[] _characters = new char[ChunkLength];
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(ChunkLength)];
    private int _start;
    private int _end;

    /// <summary>True if the text of the reader is in memory.</summary>
    internal bool NeverBlocks => reader is StringReader || reader == TextReader.Null;

    /// <summary>True if the reader implements asynchronous reads.</summary>
    internal bool IsAsynchronous => AsynchronousMethods.HasReads(reader);

    public override bool CanRead => true;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && Encode(reader.Read(_characters)))
        {
        }

        return Take(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && Encode(await reader.ReadAsync(_characters, cancellationToken).ConfigureAwait(false)))
        {
        }

        return Take(buffer.Span);
    }

    /// <summary>Encodes characters of the buffer. A high surrogate at its end is encoded with the next character.</summary>
    /// <returns>False at the end of the text.</returns>
    private bool Encode(int count)
    {
        (_start, _end) = (0, _encoder.GetBytes(_characters.AsSpan(0, count), _bytes, flush: count == 0));
        return count > 0;
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
