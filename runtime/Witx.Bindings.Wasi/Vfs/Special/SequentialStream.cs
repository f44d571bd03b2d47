using System;
using System.IO;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// Base class of streams that are read or written from the start to the end. Derived types override the operations of their direction;
/// all others throw <see cref="NotSupportedException"/>.
/// </summary>
internal abstract class SequentialStream : Stream
{
    public override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
