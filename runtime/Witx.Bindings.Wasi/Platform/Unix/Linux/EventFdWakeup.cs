using System.IO;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>A wakeup by <c>eventfd(2)</c>.</summary>
internal sealed unsafe class EventFdWakeup : Wakeup
{
    private const int CloseOnExec = 0x8_0000;
    private const int NonBlocking = 0x800;

    private readonly HostHandle _event = new(new SafeFileHandle(LinuxLibc.CreateEvent(0, CloseOnExec | NonBlocking), ownsHandle: true));

    internal EventFdWakeup()
    {
        if (_event.Descriptor < 0)
        {
            throw new IOException(
                $"Cannot create an eventfd to wake waiting guests: {HostErrno.Last}. Raise the limit of open files of the host process.");
        }
    }

    internal override HostHandle Handle => _event;

    public override void Dispose() => _event.Dispose();

    internal override void Signal()
    {
        ulong one = 1;
        HandleLease lease = new(_event);
        _ = lease.End(LinuxIo.Write(lease.Descriptor, &one, sizeof(ulong)));
    }

    internal override void Reset()
    {
        ulong count;
        HandleLease lease = new(_event);
        _ = lease.End(LinuxIo.Read(lease.Descriptor, &count, sizeof(ulong)));
    }
}
