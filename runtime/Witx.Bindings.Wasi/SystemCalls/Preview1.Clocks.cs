namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Clocks: <c>clock_*</c>.</content>
internal partial class Preview1
{
    public partial Result<ulong, Errno> ClockResGet(Clockid id)
    {
        TraceLog?.ClockResGet();
        return ToResult(Process.Clock.GetResolution(id, out ulong resolution), resolution);
    }

    public partial Result<ulong, Errno> ClockTimeGet(Clockid id, ulong precision)
    {
        TraceLog?.ClockTimeGet(id.ToString(), precision);
        return ToResult(Process.Clock.GetTime(id, out ulong time), time);
    }
}
