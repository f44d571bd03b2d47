using System;
using System.IO;
using System.Text;

namespace Benchmarks.Implementations;

/// <summary>A stream that counts the bytes that are written to it.</summary>
internal sealed class Sink : Stream
{
    /// <summary>The null device of the host.</summary>
    internal const string Device = "/dev/null";

    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _length += count;

    public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
}

/// <summary>A text writer that counts the characters that are written to it.</summary>
internal sealed class TextSink : TextWriter
{
    internal long Written { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Written++;

    public override void Write(ReadOnlySpan<char> buffer) => Written += buffer.Length;
}
