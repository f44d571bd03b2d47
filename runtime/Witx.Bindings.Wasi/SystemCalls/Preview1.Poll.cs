using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Waiting for several events: <c>poll_oneoff</c>.</content>
internal partial class Preview1
{
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
            Subscribe(subscriptions[i], out watches[i]);
        }

        return Poll(watches, events);
    }

    /// <summary>Checks the number of subscriptions, and returns a buffer for them.</summary>
    /// <returns><c>Errno.Inval</c> for none, <c>Errno.Nomem</c> for more than <see cref="WasiLimits.MaxSubscriptions"/>.</returns>
    private protected Errno BeginPoll(ulong count, out Span<PollSubscription> watches)
    {
        Errno error = count == 0 ? Errno.Inval : count > (ulong)_process.Limits.MaxSubscriptions ? Errno.Nomem : Errno.Success;
        watches = error == Errno.Success ? thread.GetSubscriptions((int)count) : default;
        return error;
    }

    /// <summary>Converts a subscription: finds its descriptor, or computes its deadline.</summary>
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

    /// <summary>Waits until at least one event occurs, and writes the events.</summary>
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
            TraceLog?.PollOneoff(ToMilliseconds(deadline, start), watches.Length, (int)count);
            watches.Clear();
        }
    }

    private static Event ToEvent(in PollSubscription watch, Readiness ready) =>
        new(
            watch.Userdata,
            (ready.Events & PollEvents.Invalid) != 0 ? Errno.Badf : Errno.Success,
            watch.Type,
            new EventFdReadwrite(ready.Bytes, (ready.Events & PollEvents.HangUp) != 0 ? Eventrwflags.FdReadwriteHangup : 0));

    /// <summary>Returns the earliest deadline; null if no valid subscription is to a clock.</summary>
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

    /// <summary>Returns the milliseconds from a start time to a deadline; −1 for no deadline.</summary>
    private static long ToMilliseconds(ulong? deadline, ulong start) =>
        deadline is ulong end ? (long)((end - Math.Min(end, start)) / NanosecondsPer.Millisecond) : -1;

    /// <summary>
    /// Converts a timeout to a deadline of the monotonic clock. A deadline that does not fit is <see cref="ulong.MaxValue"/>.
    /// </summary>
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

            // The state of a host descriptor is known only after a poll. Poll it with timeout 0 even if other events are ready already:
            // otherwise they could hide it forever.
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
