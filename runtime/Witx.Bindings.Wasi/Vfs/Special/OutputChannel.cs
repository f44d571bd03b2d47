using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Threading;

namespace Witx.Bindings.Wasi.Vfs.Special;

/// <summary>
/// The lock, buffer and pending call of one stream of the embedder. All outputs to the same stream share it, also those of several
/// processes, so that the stream is called by one of them at a time.
/// </summary>
internal sealed class OutputChannel
{
    private static readonly ConditionalWeakTable<object, OutputChannel> s_channels = [];

    private byte[] _buffer = [];
    private StreamWorker? _worker;

    private OutputChannel()
    {
    }

    /// <summary>Guards the stream and the other members.</summary>
    internal InterruptibleMutex Gate { get; } = new();

    /// <summary>The last write or flush that was started and not awaited, or null. It uses the buffer.</summary>
    internal PendingCall? Pending { get; set; }

    /// <summary>The worker thread. Most streams never need one.</summary>
    internal StreamWorker Worker => LazyInitializer.EnsureInitialized(ref _worker, static () => new StreamWorker());

    /// <summary>Returns the channel of a stream, text writer or pipe writer, which is created once.</summary>
    internal static OutputChannel Get(object target) =>
        target == TextWriter.Null
            ? new OutputChannel() // many processes use it, and need no order
            : s_channels.GetValue(target, static _ => new OutputChannel());

    /// <summary>Returns the buffer. Nothing may be pending.</summary>
    internal byte[] GetBuffer(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        return _buffer;
    }

    /// <summary>A call of the stream in progress.</summary>
    /// <param name="Task">The task of the call.</param>
    /// <param name="Owner">The output that started it, which its failure belongs to.</param>
    internal sealed record PendingCall(Task Task, ManagedOutput Owner);
}
