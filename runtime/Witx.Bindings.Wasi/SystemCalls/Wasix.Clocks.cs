namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Setting clocks, and the terminal: <c>clock_time_set</c>, <c>tty_*</c>.</content>
internal partial class Wasix
{
    public partial Errno ClockTimeSet(Clockid id, ulong timestamp)
    {
        TraceLog?.ClockTimeSet(id.ToString(), timestamp);
        return Process.Clock.SetTime(id, timestamp);
    }

    public partial Errno TtyGet(GuestRef<Tty> state)
    {
        if (Process.Terminal is not { } terminal)
        {
            return Errno.Notsup;
        }

        state.Write(terminal.State);
        return Errno.Success;
    }

    public partial Errno TtySet(GuestRef<Tty> state) =>
        Process.Terminal is { } terminal && terminal.TryChange(state.Read()) ? Errno.Success : Errno.Notsup;
}
