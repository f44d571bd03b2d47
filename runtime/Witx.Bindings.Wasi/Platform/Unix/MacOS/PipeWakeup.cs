using System.IO;
using System.IO.Pipes;
using System.Threading;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>A wakeup by a pipe, which contains one byte while it is signalled.</summary>
internal sealed class PipeWakeup : Wakeup
{
    private readonly AnonymousPipeServerStream _sender = new(PipeDirection.Out, HandleInheritability.None);
    private readonly AnonymousPipeClientStream _receiver;
    private int _signalled;

    internal PipeWakeup()
    {
        _receiver = new AnonymousPipeClientStream(PipeDirection.In, _sender.ClientSafePipeHandle);
        Handle = new HostHandle(_receiver.SafePipeHandle);
    }

    internal override HostHandle Handle { get; }

    public override void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    internal override void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
        {
            _sender.WriteByte(0);
        }
    }

    internal override void Reset()
    {
        // Clear the flag before the read: a later signal then writes a byte of its own.
        if (Interlocked.Exchange(ref _signalled, 0) == 1)
        {
            _ = _receiver.ReadByte();
        }
    }
}
