using System;
using Witx.Bindings.Wasi.Processes;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>
/// The system calls of WASI preview0 (<c>wasi_unstable</c>) for one thread. Four functions differ in their types from preview1.
/// </summary>
[WitxModule("wasi_unstable.witx", Types = typeof(WasiTypes))]
internal sealed partial class Preview0(WasiThread thread) : Preview1(thread, Personality.Preview)
{
    private protected override Rights KnownRights => base.KnownRights & ~Rights.SockAccept;

    public partial Result<ulong, Errno> FdSeek(Fd fd, long offset, Whence whence) => base.FdSeek(fd, offset, whence switch
    {
        Whence.Cur => WasiTypes.Whence.Cur,
        Whence.End => WasiTypes.Whence.End,
        _ => WasiTypes.Whence.Set,
    });

    public partial Result<Filestat, Errno> FdFilestatGet(Fd fd) => ToPreview0(base.FdFilestatGet(fd));

    public partial Result<Filestat, Errno> PathFilestatGet(Fd fd, Lookupflags flags, GuestString path) =>
        ToPreview0(base.PathFilestatGet(fd, flags, path));

    public partial Result<ulong, Errno> PollOneoff(GuestRef<Subscription> @in, GuestRef<Event> @out, ulong nsubscriptions)
    {
        Errno error = BeginPoll(nsubscriptions, out Span<PollSubscription> subscriptions);
        if (error != Errno.Success)
        {
            return error;
        }

        // Read all subscriptions before the first event is written: the two lists may overlap.
        GuestList<Subscription> guestSubscriptions = @in.AsList(nsubscriptions);
        GuestList<Event> events = @out.AsList(nsubscriptions);
        for (int i = 0; i < subscriptions.Length; i++)
        {
            Subscription guestSubscription = guestSubscriptions[i];
            Subscribe(new(guestSubscription.Userdata, ToPreview1(guestSubscription.U)), out subscriptions[i]);
        }

        return Poll(subscriptions, events);
    }

    private static Result<Filestat, Errno> ToPreview0(Result<WasiTypes.Filestat, Errno> result)
    {
        if (result.Error != Errno.Success)
        {
            return result.Error;
        }

        WasiTypes.Filestat stat = result.Value;
        uint links = (uint)Math.Min(stat.Nlink, uint.MaxValue);
        return new Filestat(stat.Dev, stat.Ino, stat.Filetype, links, stat.Size, stat.Atim, stat.Mtim, stat.Ctim);
    }

    private static WasiTypes.SubscriptionU ToPreview1(in SubscriptionU content) =>
        content.TryGetClock(out SubscriptionClock clock)
            ? WasiTypes.SubscriptionU.Clock(new(clock.Id, clock.Timeout, clock.Precision, clock.Flags))
        : content.TryGetFdRead(out SubscriptionFdReadwrite descriptor) ? WasiTypes.SubscriptionU.FdRead(descriptor)
        : content.TryGetFdWrite(out descriptor) ? WasiTypes.SubscriptionU.FdWrite(descriptor)
        : default;
}
