using System;
using System.IO;
using System.Threading;

namespace Benchmarks.Cancellation;

/// <summary>An embedder stream whose calls never return and ignore cancellation.</summary>
internal sealed class BlockingStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Block();

    public override void Write(byte[] buffer, int offset, int count) => Block();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static int Block()
    {
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
