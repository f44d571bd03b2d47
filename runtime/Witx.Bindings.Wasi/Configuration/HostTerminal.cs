using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Configuration;

/// <summary>A terminal of the host, as one process uses it: what the process changes is as before when it ends.</summary>
/// <param name="input">Standard input.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class HostTerminal(HostHandle input, HostHandle output, HostHandle error) : WasiTerminal
{
    private Termios? _before;

    public override Tty State
    {
        get
        {
            bool isRead = Termios.TryRead(input, out Termios state);
            bool isWritten = Termios.TryRead(output, out Termios written);
            bool isTold = Termios.TryRead(error, out _);
            state = isRead ? state : written;
            (ushort rows, ushort columns, ushort width, ushort height) = Termios.Size(isWritten ? output : input);
            bool isAny = isRead || isWritten;
            return new Tty(
                columns,
                rows,
                width,
                height,
                ToBool(isRead),
                ToBool(isWritten),
                ToBool(isTold),
                ToBool(!isAny || state.Echo),
                ToBool(!isAny || state.LineBuffered),
                ToBool(!isAny || state.LineFeeds));
        }
    }

    public override bool TryChange(in Tty state)
    {
        HostHandle file = input;
        if (!Termios.TryRead(file, out Termios now) && !Termios.TryRead(file = output, out now))
        {
            return false;
        }

        _before ??= now;
        (now.Echo, now.LineBuffered, now.LineFeeds) = (state.Echo == Bool.True, state.LineBuffered == Bool.True, state.LineFeeds == Bool.True);
        return now.TryWrite(file);
    }

    internal override void Restore()
    {
        if (_before is { } before && !before.TryWrite(input))
        {
            _ = before.TryWrite(output);
        }

        _before = null;
    }

    private static Bool ToBool(bool value) => value ? Bool.True : Bool.False;
}
