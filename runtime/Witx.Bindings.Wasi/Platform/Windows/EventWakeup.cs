using System.Threading;

namespace Witx.Bindings.Wasi.Platform.Windows;

/// <summary>A wakeup by a Windows event.</summary>
internal sealed class EventWakeup : Wakeup
{
    private readonly ManualResetEvent _event = new(initialState: false);

    internal EventWakeup() => Handle = new HostHandle(_event.SafeWaitHandle);

    internal override HostHandle Handle { get; }

    public override void Dispose() => _event.Dispose();

    internal override void Signal() => _event.Set();

    internal override void Reset() => _event.Reset();
}
