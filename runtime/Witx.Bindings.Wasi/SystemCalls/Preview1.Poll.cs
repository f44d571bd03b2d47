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
            Subscribe(guestSubscriptions[i], out subscriptions[i]);
        }

        return Poll(subscriptions, events);
    }

    /// <summary>Checks the number of subscriptions, and returns a buffer for them.</summary>
    /// <returns><c>Errno.Inval</c> for none, <c>Errno.Nomem</c> for more than <see cref="WasiLimits.MaxSubscriptions"/>.</returns>
    private protected Errno BeginPoll(ulong count, out Span<PollSubscription> subscriptions)
    {
        Errno error = count == 0 ? Errno.Inval : count > (ulong)Process.Limits.MaxSubscriptions ? Errno.Nomem : Errno.Success;
        subscriptions = error == Errno.Success ? thread.GetSubscriptions((int)count) : default;
        return error;
    }

    /// <summary>Converts a subscription: finds its descriptor, or computes its deadline.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Subscribe(in Subscription guestSubscription, out PollSubscription subscription)
    {
        SubscriptionU content = guestSubscription.U;
        subscription.Userdata = guestSubscription.Userdata;
        subscription.Type = content.Tag;
        subscription.Deadline = 0;
        subscription.File = null;
        if (content.TryGetClock(out SubscriptionClock clock))
        {
            subscription.Error = ToDeadline(clock, out subscription.Deadline);
            return;
        }

        bool reads = content.TryGetFdRead(out SubscriptionFdReadwrite descriptor);
        _ = reads || content.TryGetFdWrite(out descriptor);
        subscription.Error = Find(
            descriptor.FileDescriptor,
            Rights.PollFdReadwrite | (reads ? Rights.FdRead : Rights.FdWrite),
            out Descriptor found);
        if (subscription.Error == Errno.Success)
        {
            subscription.File = found.File;
        }
    }

    /// <summary>Waits until at least one event occurs, and writes the events.</summary>
    private protected Result<ulong, Errno> Poll(Span<PollSubscription> subscriptions, GuestList<Event> events)
    {
        FlushOutput();
        ulong? deadline = FirstDeadline(subscriptions);
        ulong start = deadline is null ? 0 : thread.Waiter.Now;
        uint count = 0;
        try
        {
            Errno error = Wait(subscriptions, deadline, events, out count);
            return ToResult<ulong>(error, count);
        }
        finally
        {
            thread.Waiter.EndWait();
            TraceLog?.PollOneoff(ToMilliseconds(deadline, start), subscriptions.Length, (int)count);
            subscriptions.Clear();
        }
    }

    private static Event ToEvent(in PollSubscription subscription, Readiness ready) =>
        new(
            subscription.Userdata,
            (ready.Events & PollEvents.Invalid) != 0 ? Errno.Badf : Errno.Success,
            subscription.Type,
            new EventFdReadwrite(ready.Bytes, (ready.Events & PollEvents.HangUp) != 0 ? Eventrwflags.FdReadwriteHangup : 0));

    /// <summary>Returns the earliest deadline; null if no valid subscription is to a clock.</summary>
    private static ulong? FirstDeadline(ReadOnlySpan<PollSubscription> subscriptions)
    {
        ulong? first = null;
        foreach (ref readonly PollSubscription subscription in subscriptions)
        {
            if (subscription is { Type: Eventtype.Clock, Error: Errno.Success } && !(first <= subscription.Deadline))
            {
                first = subscription.Deadline;
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
            _ = Process.Clock.GetTime(clock.Id, out ulong time);
            wait -= Math.Min(wait, time);
        }

        deadline = wait > ulong.MaxValue - now ? ulong.MaxValue : now + wait;
        return Errno.Success;
    }

    private Errno Wait(Span<PollSubscription> subscriptions, ulong? deadline, GuestList<Event> events, out uint count)
    {
        Waiter waiter = thread.Waiter;
        while (true)
        {
            waiter.BeginRound();
            count = Collect(subscriptions, events, waiter);

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

    private static uint Collect(Span<PollSubscription> subscriptions, GuestList<Event> events, Waiter waiter)
    {
        uint count = 0;
        ulong? now = null;
        foreach (ref PollSubscription subscription in subscriptions)
        {
            if (subscription.Error != Errno.Success)
            {
                events[count++] = new Event(subscription.Userdata, subscription.Error, subscription.Type, default);
            }
            else if (subscription.File is { } file)
            {
                Readiness ready = file.Poll(subscription.Type == Eventtype.FdRead ? PollEvents.Readable : PollEvents.Writable, waiter);
                if (ready.IsReady)
                {
                    events[count++] = ToEvent(subscription, ready);
                }
            }
            else if (subscription.Deadline <= (now ??= waiter.Now))
            {
                events[count++] = new Event(subscription.Userdata, Errno.Success, Eventtype.Clock, default);
            }
        }

        return count;
    }
}
