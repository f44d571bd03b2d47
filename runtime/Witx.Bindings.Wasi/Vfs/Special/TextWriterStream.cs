using System;
using System.IO;
using System.Text;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>A stream that decodes UTF-8 and writes it to a text writer. It buffers only the bytes of an incomplete character.</summary>
internal sealed class TextWriterStream(TextWriter writer) : Stream
{
    private const int ChunkLength = 512;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>True if the writer keeps the text in memory or discards it.</summary>
    internal bool NeverBlocks => writer is StringWriter || writer == TextWriter.Null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => writer.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Span<char> characters = stackalloc char[ChunkLength];
        while (!buffer.IsEmpty)
        {
            _decoder.Convert(buffer, characters, flush: false, out int read, out int written, out _);
            writer.Write(characters[..written]);
            buffer = buffer[read..];
        }
    }
}
