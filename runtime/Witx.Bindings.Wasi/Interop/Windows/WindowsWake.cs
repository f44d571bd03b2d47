using System.Threading;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>A wake descriptor over an event.</summary>
internal sealed class WindowsWake : WakeDescriptor
{
    private readonly ManualResetEvent _event = new(initialState: false);

    internal WindowsWake() => Handle = new HostHandle(_event.SafeWaitHandle);

    internal override HostHandle Handle { get; }

    public override void Dispose() => _event.Dispose();

    internal override void Signal() => _event.Set();

    internal override void Reset() => _event.Reset();
}
