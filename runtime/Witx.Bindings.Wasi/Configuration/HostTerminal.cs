using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Configuration;

/// <summary>The host's terminal for one process (Linux, termios(3)). Settings that the process changes are restored when it ends.</summary>
/// <param name="input">The host's standard input.</param>
/// <param name="output">The host's standard output.</param>
/// <param name="error">The host's standard error.</param>
internal sealed class HostTerminal(HostHandle input, HostHandle output, HostHandle error) : WasiTerminal
{
    private Termios? _original;

    public override Tty State
    {
        get
        {
            bool isInputTerminal = Termios.TryRead(input, out Termios state);
            bool isOutputTerminal = Termios.TryRead(output, out Termios outputState);
            bool isErrorTerminal = Termios.TryRead(error, out _);
            state = isInputTerminal ? state : outputState;
            (ushort rows, ushort columns, ushort width, ushort height) = Termios.Size(isOutputTerminal ? output : input);
            bool isTerminal = isInputTerminal || isOutputTerminal;
            return new Tty(
                columns,
                rows,
                width,
                height,
                ToBool(isInputTerminal),
                ToBool(isOutputTerminal),
                ToBool(isErrorTerminal),
                ToBool(!isTerminal || state.Echo),
                ToBool(!isTerminal || state.LineBuffered),
                ToBool(!isTerminal || state.LineFeeds));
        }
    }

    public override bool TryChange(in Tty state)
    {
        HostHandle file = input;
        if (!Termios.TryRead(file, out Termios current) && !Termios.TryRead(file = output, out current))
        {
            return false;
        }

        _original ??= current;
        current.Echo = state.Echo == Bool.True;
        current.LineBuffered = state.LineBuffered == Bool.True;
        current.LineFeeds = state.LineFeeds == Bool.True;
        return current.TryWrite(file);
    }

    internal override void Restore()
    {
        if (_original is { } original && !original.TryWrite(input))
        {
            _ = original.TryWrite(output);
        }

        _original = null;
    }

    private static Bool ToBool(bool value) => value ? Bool.True : Bool.False;
}
