using System;
using System.Collections.Generic;
using static Witx.Bindings.Tests.Hosts.Abi;

namespace Witx.Bindings.Tests.Hosts;

/// <summary>A host of some functions of preview1, which cover each kind of parameter and result.</summary>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi), Missing = MissingFunction.Return, MissingError = "nosys")]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal sealed partial class Preview1
{
    public List<byte> Written { get; } = [];

    public string? Opened { get; private set; }

    public partial Result<(ulong, ulong), Errno> ArgsSizesGet() => (2, 12);

    public partial Result<ulong, Errno> FdTell(Fd fd) => fd.Value == 3 ? 0x1234_5678_9abc : Errno.Badf;

    public partial Result<ulong, Errno> FdWrite(GuestMemory memory, Fd fd, GuestList<Ciovec> iovs)
    {
        foreach (Ciovec iov in iovs)
        {
            Written.AddRange(iov.Buf.AsList(memory, iov.BufLen).Span);
        }

        return (ulong)Written.Count;
    }

    public partial Result<Fd, Errno> PathOpen(
        Fd fd, Lookupflags dirflags, GuestString path, Oflags oflags, Rights fsRightsBase, Rights fsRightsInheriting, Fdflags fdflags)
    {
        Opened = $"{path.ToString()} {dirflags} {oflags} {fsRightsBase} {fdflags}";
        return new Fd(7);
    }

    public partial Result<Filestat, Errno> FdFilestatGet(Fd fd) =>
        new Filestat(1, 2, Filetype.RegularFile, 3, 4, 5, 6, 7);

    public partial Result<ulong, Errno> PollOneoff(GuestRef<Subscription> @in, GuestRef<Event> @out, ulong nsubscriptions)
    {
        GuestList<Event> events = @out.AsList(nsubscriptions);
        long count = 0;
        foreach (Subscription subscription in @in.AsList(nsubscriptions))
        {
            Errno error = subscription.U.TryGetClock(out SubscriptionClock clock) && clock.Timeout == 99 ? Errno.Success : Errno.Notsup;
            events[count++] = new Event(subscription.Userdata, error, subscription.U.Tag, default);
        }

        return (ulong)count;
    }

    public partial void ProcExit(uint rval) => throw new InvalidOperationException($"exit {rval}");
}
