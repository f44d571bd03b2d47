using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>The embedder's end of a connection within the process.</summary>
internal sealed class VirtualConnection(VirtualStreamSocket stream) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = 0;
        await stream.Incoming.WaitUntilAsync(() => TryRead(buffer.Span, out read), cancellationToken).ConfigureAwait(false);
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // What is sent is only read, but buffers are of one kind.
        Memory<byte> rest = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer);
        while (!rest.IsEmpty)
        {
            int written = 0;
            await stream.Outgoing.WaitUntilAsync(() => TryWrite(rest.Span, out written), cancellationToken).ConfigureAwait(false);
            rest = rest[written..];
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IoVectors Whole(Span<byte> buffer, Span<IoVector> room)
    {
        room[0] = new IoVector(0, (ulong)buffer.Length);
        return new IoVectors(new GuestMemory(buffer), room);
    }

    private bool TryRead(Span<byte> buffer, out int read)
    {
        Errno answer = stream.TryReceive(Whole(buffer, [default]), peeks: false, asksSender: false, out ReceiveResult received);
        read = (int)received.Count;
        return answer switch
        {
            Errno.Again => false,
            Errno.Success => true,
            _ => throw new IOException($"the connection cannot be read ({answer})"),
        };
    }

    private bool TryWrite(Span<byte> buffer, out int written)
    {
        Errno answer = stream.TrySend(Whole(buffer, [default]), null, out uint count);
        written = (int)count;
        return answer switch
        {
            Errno.Again => false,
            Errno.Success => true,
            _ => throw new IOException($"the connection cannot be written ({answer})"),
        };
    }
}
