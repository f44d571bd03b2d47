using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The terminal that a guest queries and configures with WASIX's <c>tty_get</c> and <c>tty_set</c>. Derive from it to emulate one.
/// </summary>
/// <remarks>Members are called on the guest's threads, at any time. Implementations must be thread-safe.</remarks>
public abstract class WasiTerminal
{
    /// <summary>Gets the console of the .NET process: its size, and which of the standard streams are connected to it.</summary>
    /// <remarks>
    /// On Linux a guest can change echo, line buffering and line feeds; they are restored when its process is disposed. On other
    /// systems they cannot be changed.
    /// </remarks>
    public static WasiTerminal Console { get; } = new ConsoleTerminal();

    /// <summary>Gets the current size and settings of the terminal, as <c>tty_get</c> returns them.</summary>
    public abstract Tty State { get; }

    /// <summary>Changes the settings of the terminal, as <c>tty_set</c> requests them.</summary>
    /// <param name="state">The new <c>Echo</c>, <c>LineBuffered</c> and <c>LineFeeds</c>. Ignore the other fields.</param>
    /// <returns>True if the terminal now has these settings; if false, <c>tty_set</c> fails with <c>Errno.Notsup</c> (ENOTSUP).</returns>
    public abstract bool TryChange(in Tty state);

    /// <summary>Returns the terminal for one process, which calls <see cref="Restore"/> when it ends.</summary>
    internal virtual WasiTerminal Open() => this;

    /// <summary>Restores the settings that the process changed.</summary>
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

        public override bool TryChange(in Tty state) =>
            (state.Echo, state.LineBuffered, state.LineFeeds) == (Bool.True, Bool.True, Bool.True);

        private static Bool ToBool(bool value) => value ? Bool.True : Bool.False;
    }
}
