namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Clocks: <c>clock_*</c>.</content>
internal partial class Preview1
{
    public partial Result<ulong, Errno> ClockResGet(Clockid id)
    {
        if (_trace)
        {
            Log.ClockResGet(_log);
        }

        return Answer(_process.Clock.GetResolution(id, out ulong resolution), resolution);
    }

    public partial Result<ulong, Errno> ClockTimeGet(Clockid id, ulong precision)
    {
        if (_trace)
        {
            Log.ClockTimeGet(_log, id.ToString(), precision);
        }

        return Answer(_process.Clock.GetTime(id, out ulong time), time);
    }
}
