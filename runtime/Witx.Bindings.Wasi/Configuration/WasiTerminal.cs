using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi;

/// <summary>The terminal that a guest talks to, as <c>tty_get</c> and <c>tty_set</c> see it. A guest may call it at any time, from any of its threads.</summary>
public abstract class WasiTerminal
{
    /// <summary>
    /// The host's console: its size, and which of the standard streams it is. On Linux a guest changes how it behaves until its process is
    /// disposed; elsewhere that stays as it is.
    /// </summary>
    public static WasiTerminal Console { get; } = new ConsoleTerminal();

    /// <summary>What the terminal is, and how it behaves.</summary>
    public abstract Tty State { get; }

    /// <summary>Changes how the terminal behaves: its echo, and whether it keeps lines back and ends them by itself.</summary>
    /// <param name="state">What it should be. The rest of it cannot be changed, and means nothing.</param>
    /// <returns>Whether it is so now; otherwise the guest is answered <c>notsup</c>.</returns>
    public abstract bool TryChange(in Tty state);

    /// <summary>The terminal as one process uses it.</summary>
    internal virtual WasiTerminal Open() => this;

    /// <summary>Makes what the process changed as it was before.</summary>
    internal virtual void Restore()
    {
    }

    private sealed class ConsoleTerminal : WasiTerminal
    {
        public override Tty State
        {
            get
            {
                bool shows = !System.Console.IsOutputRedirected;
                return new Tty(
                    shows ? (uint)System.Console.WindowWidth : 0,
                    shows ? (uint)System.Console.WindowHeight : 0,
                    Width: 0,
                    Height: 0,
                    ToBool(!System.Console.IsInputRedirected),
                    ToBool(shows),
                    ToBool(!System.Console.IsErrorRedirected),
                    Echo: Bool.True,
                    LineBuffered: Bool.True,
                    LineFeeds: Bool.True);
            }
        }

        internal override WasiTerminal Open() =>
            Termios.IsSupported ? new HostTerminal(StandardHandle.Open(0), StandardHandle.Open(1), StandardHandle.Open(2)) : this;

        public override bool TryChange(in Tty state) => (state.Echo, state.LineBuffered, state.LineFeeds) == (Bool.True, Bool.True, Bool.True);

        private static Bool ToBool(bool value) => value ? Bool.True : Bool.False;
    }
}
