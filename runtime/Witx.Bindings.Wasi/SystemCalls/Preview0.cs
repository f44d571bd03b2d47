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

    public partial Result<Filestat, Errno> FdFilestatGet(Fd fd) => Narrow(base.FdFilestatGet(fd));

    public partial Result<Filestat, Errno> PathFilestatGet(Fd fd, Lookupflags flags, GuestString path) =>
        Narrow(base.PathFilestatGet(fd, flags, path));

    public partial Result<ulong, Errno> PollOneoff(GuestRef<Subscription> @in, GuestRef<Event> @out, ulong nsubscriptions)
    {
        Errno error = BeginPoll(nsubscriptions, out Span<PollSubscription> watches);
        if (error != Errno.Success)
        {
            return error;
        }

        // Read all subscriptions before the first event is written: the two lists may overlap.
        GuestList<Subscription> subscriptions = @in.AsList(nsubscriptions);
        GuestList<Event> events = @out.AsList(nsubscriptions);
        for (int i = 0; i < watches.Length; i++)
        {
            Subscription subscription = subscriptions[i];
            Subscribe(new(subscription.Userdata, Widen(subscription.U)), out watches[i]);
        }

        return Poll(watches, events);
    }

    private static Result<Filestat, Errno> Narrow(Result<WasiTypes.Filestat, Errno> answer)
    {
        if (answer.Error != Errno.Success)
        {
            return answer.Error;
        }

        WasiTypes.Filestat stat = answer.Value;
        uint links = (uint)Math.Min(stat.Nlink, uint.MaxValue);
        return new Filestat(stat.Dev, stat.Ino, stat.Filetype, links, stat.Size, stat.Atim, stat.Mtim, stat.Ctim);
    }

    private static WasiTypes.SubscriptionU Widen(in SubscriptionU what) =>
        what.TryGetClock(out SubscriptionClock clock) ? WasiTypes.SubscriptionU.Clock(new(clock.Id, clock.Timeout, clock.Precision, clock.Flags))
        : what.TryGetFdRead(out SubscriptionFdReadwrite descriptor) ? WasiTypes.SubscriptionU.FdRead(descriptor)
        : what.TryGetFdWrite(out descriptor) ? WasiTypes.SubscriptionU.FdWrite(descriptor)
        : default;
}
