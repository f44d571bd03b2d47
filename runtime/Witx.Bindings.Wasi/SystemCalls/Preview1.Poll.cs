using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Waiting for several things at once.</content>
internal partial class Preview1
{
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    public partial Result<ulong, Errno> PollOneoff(GuestRef<Subscription> @in, GuestRef<Event> @out, ulong nsubscriptions)
    {
        Errno error = BeginPoll(nsubscriptions, out Span<PollSubscription> watches);
        if (error != Errno.Success)
        {
            return error;
        }

        // Copied before anything is written: the two lists may overlap.
        GuestList<Subscription> subscriptions = @in.AsList(nsubscriptions);
        GuestList<Event> events = @out.AsList(nsubscriptions);
        for (int i = 0; i < watches.Length; i++)
        {
            Subscribe(subscriptions[i], out watches[i]);
        }

        return Poll(watches, events);
    }

    /// <summary>Makes room for what is to be waited for.</summary>
    private protected Errno BeginPoll(ulong count, out Span<PollSubscription> watches)
    {
        Errno error = count == 0 ? Errno.Inval : count > (ulong)_process.Limits.MaxSubscriptions ? Errno.Nomem : Errno.Success;
        watches = error == Errno.Success ? thread.GetSubscriptions((int)count) : default;
        return error;
    }

    /// <summary>Looks up what is to be waited for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Subscribe(in Subscription subscription, out PollSubscription watch)
    {
        SubscriptionU awaited = subscription.U;
        watch.Userdata = subscription.Userdata;
        watch.Type = awaited.Tag;
        watch.Deadline = 0;
        watch.File = null;
        if (awaited.TryGetClock(out SubscriptionClock clock))
        {
            watch.Error = ToDeadline(clock, out watch.Deadline);
            return;
        }

        bool reads = awaited.TryGetFdRead(out SubscriptionFdReadwrite descriptor);
        _ = reads || awaited.TryGetFdWrite(out descriptor);
        watch.Error = Find(
            descriptor.FileDescriptor,
            Rights.PollFdReadwrite | (reads ? Rights.FdRead : Rights.FdWrite),
            out Descriptor found);
        if (watch.Error == Errno.Success)
        {
            watch.File = found.File;
        }
    }

    /// <summary>Waits until there is something to tell.</summary>
    private protected Result<ulong, Errno> Poll(Span<PollSubscription> watches, GuestList<Event> events)
    {
        FlushOutput();
        ulong? deadline = FirstDeadline(watches);
        ulong start = deadline is null ? 0 : thread.Waiter.Now;
        uint count = 0;
        try
        {
            Errno error = Wait(watches, deadline, events, out count);
            return Answer<ulong>(error, count);
        }
        finally
        {
            thread.Waiter.Clear();
            if (_trace)
            {
                long timeout = deadline is ulong end ? (long)((end - Math.Min(end, start)) / NanosecondsPerMillisecond) : -1;
                Log.PollOneoff(_log, timeout, watches.Length, (int)count);
            }

            watches.Clear();
        }
    }

    private static Event ToEvent(in PollSubscription watch, Readiness ready) =>
        new(
            watch.Userdata,
            (ready.Events & PollEvents.Invalid) != 0 ? Errno.Badf : Errno.Success,
            watch.Type,
            new EventFdReadwrite(ready.Bytes, (ready.Events & PollEvents.HangUp) != 0 ? Eventrwflags.FdReadwriteHangup : 0));

    /// <summary>When the first clock is due.</summary>
    private static ulong? FirstDeadline(ReadOnlySpan<PollSubscription> watches)
    {
        ulong? first = null;
        foreach (ref readonly PollSubscription watch in watches)
        {
            if (watch is { Type: Eventtype.Clock, Error: Errno.Success } && !(first <= watch.Deadline))
            {
                first = watch.Deadline;
            }
        }

        return first;
    }

    /// <summary>The time on the monotonic clock at which a clock is due: never sooner than it, and at the end of time if that is too far.</summary>
    private Errno ToDeadline(in SubscriptionClock clock, out ulong deadline)
    {
        deadline = 0;
        if (clock.Id > Clockid.Monotonic)
        {
            return Errno.Inval;
        }

        ulong now = thread.Waiter.Now;
        ulong wait = clock.Timeout;
        if ((clock.Flags & Subclockflags.SubscriptionClockAbstime) != 0)
        {
            _ = _process.Clock.GetTime(clock.Id, out ulong time);
            wait -= Math.Min(wait, time);
        }

        deadline = wait > ulong.MaxValue - now ? ulong.MaxValue : now + wait;
        return Errno.Success;
    }

    private Errno Wait(Span<PollSubscription> watches, ulong? deadline, GuestList<Event> events, out uint count)
    {
        Waiter waiter = thread.Waiter;
        while (true)
        {
            waiter.Begin();
            count = Collect(watches, events, waiter);

            // A host descriptor has nothing to tell before it was waited for, which must not keep others, or a clock, from it for ever.
            if (count > 0 && !waiter.HasUnpolledHandles)
            {
                return Errno.Success;
            }

            Errno error = waiter.Wait(count > 0 ? 0 : deadline);
            if (error != Errno.Success)
            {
                return error;
            }
        }
    }

    private static uint Collect(Span<PollSubscription> watches, GuestList<Event> events, Waiter waiter)
    {
        uint count = 0;
        ulong? now = null;
        foreach (ref PollSubscription watch in watches)
        {
            if (watch.Error != Errno.Success)
            {
                events[count++] = new Event(watch.Userdata, watch.Error, watch.Type, default);
            }
            else if (watch.File is { } file)
            {
                Readiness ready = file.Poll(watch.Type == Eventtype.FdRead ? PollEvents.Readable : PollEvents.Writable, waiter);
                if (ready.IsReady)
                {
                    events[count++] = ToEvent(watch, ready);
                }
            }
            else if (watch.Deadline <= (now ??= waiter.Now))
            {
                events[count++] = new Event(watch.Userdata, Errno.Success, Eventtype.Clock, default);
            }
        }

        return count;
    }
}
