using System;
using System.IO;
using System.IO.Pipelines;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// A stream that writes to a pipe and waits while its reader is slow. It fails after the reader has completed; the stream of
/// <see cref="PipeWriter.AsStream"/> discards the bytes instead.
/// </summary>
internal sealed class PipeWriterStream(PipeWriter writer) : SequentialStream
{
    public override bool CanWrite => true;

    public override async Task FlushAsync(CancellationToken cancellationToken) =>
        ThrowIfCanceled(await writer.FlushAsync(cancellationToken).ConfigureAwait(false));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        FlushResult result = await writer.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        ThrowIfCanceled(result);
        if (result.IsCompleted)
        {
            throw new IOException("The reader of the pipe has completed.");
        }
    }

    private static void ThrowIfCanceled(FlushResult result)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("The flush of the pipe was cancelled ('CancelPendingFlush').");
        }
    }
}
