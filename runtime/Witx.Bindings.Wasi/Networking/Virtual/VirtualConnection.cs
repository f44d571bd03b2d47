using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs.Special;

namespace Witx.Bindings.Wasi.Networking.Virtual;

/// <summary>
/// The embedder's end of a connection in a virtual network, as a <see cref="Stream"/>. Disposing it closes the connection.
/// </summary>
internal sealed class VirtualConnection(VirtualStreamSocket stream) : SequentialStream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

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
        // IoVectors has no read-only form. TrySend only reads the memory.
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IoVectors CreateVectors(Span<byte> buffer, Span<IoVector> vector)
    {
        vector[0] = new IoVector(0, (ulong)buffer.Length);
        return new IoVectors(new GuestMemory(buffer), vector);
    }

    private bool TryRead(Span<byte> buffer, out int read)
    {
        Errno error = stream.TryReceive(CreateVectors(buffer, [default]), peeks: false, wantsSender: false, out ReceiveResult received);
        read = (int)received.Count;
        return error switch
        {
            Errno.Again => false,
            Errno.Success => true,
            _ => throw new IOException($"Cannot read from the connection ({error}). Close it and connect again."),
        };
    }

    private bool TryWrite(Span<byte> buffer, out int written)
    {
        Errno error = stream.TrySend(CreateVectors(buffer, [default]), null, out uint count);
        written = (int)count;
        return error switch
        {
            Errno.Again => false,
            Errno.Success => true,
            _ => throw new IOException($"Cannot write to the connection ({error}). Close it and connect again."),
        };
    }
}
