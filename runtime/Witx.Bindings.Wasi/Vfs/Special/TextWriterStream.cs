using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>A stream that decodes UTF-8 and writes it to a text writer. It buffers only the bytes of an incomplete character.</summary>
internal sealed class TextWriterStream(TextWriter writer) : SequentialStream
{
    private const int ChunkLength = 512;
    private const int AsyncChunkLength = 4096;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[]? _characters;

    /// <summary>True if the writer keeps the text in memory or discards it.</summary>
    internal bool NeverBlocks => writer is StringWriter || writer == TextWriter.Null;

    /// <summary>True if the writer implements asynchronous writes.</summary>
    internal bool IsAsynchronous => AsynchronousMethods.HasWrites(writer);

    public override bool CanWrite => true;

    public override void Flush() => writer.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

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

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _characters ??= new char[AsyncChunkLength];
        while (!buffer.IsEmpty)
        {
            _decoder.Convert(buffer.Span, _characters, flush: false, out int read, out int written, out _);
            await writer.WriteAsync(_characters.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
            buffer = buffer[read..];
        }
    }
}
