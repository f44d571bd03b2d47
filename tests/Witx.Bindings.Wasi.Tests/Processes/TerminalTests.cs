using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Witx.Bindings.Wasi.Configuration;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Processes;

/// <summary><see cref="HostTerminal"/> over a pseudo-terminal whose other end is the test.</summary>
public sealed partial class TerminalTests : IDisposable
{
    private const string Imports =
        """
        (import $module "tty_get" (func $get (param i32) (result i32)))
        (import $module "tty_set" (func $set (param i32) (result i32)))
        """;

    // O_RDWR | O_NOCTTY of Linux.
    private const int ReadWriteNoControllingTerminal = 2 | 0x100;

    private readonly SafeFileHandle? _master;
    private readonly SafeFileHandle? _slave;

    public TerminalTests()
    {
        if (OperatingSystem.IsLinux() && OpenPseudoTerminal(ReadWriteNoControllingTerminal) is { IsInvalid: false } master)
        {
            byte[] name = new byte[64];
            Assert.Equal(0, Unlock(master));
            Assert.Equal(0, GetName(master, name, (nuint)name.Length));
            _master = master;
            _slave = Open(name, ReadWriteNoControllingTerminal);
            Assert.False(_slave.IsInvalid);
        }
    }

    public void Dispose()
    {
        _slave?.Dispose();
        _master?.Dispose();
    }

    [Fact]
    public void HostTerminal_ChangedByTheGuest_IsRestoredAtTheEnd()
    {
        Assert.SkipUnless(_slave is not null, "This system has no pseudo-terminal.");
        HostHandle slave = new(_slave);
        HostTerminal terminal = new(slave, slave, slave);
        Tty before = terminal.State;
        Assert.Equal((Bool.True, Bool.True, Bool.True, Bool.True), (before.StdinTty, before.Echo, before.LineBuffered, before.LineFeeds));
        using (WasiProcess process = new(new() { Terminal = terminal }))
        {
            Assert.Equal(0, WatGuest.Run(process, "wasix_32v1", Imports, """
                (block (result i32)
                  (drop (call $get (i32.const 64)))
                  (i32.store8 (i32.const 83) (i32.const 0))
                  (i32.store8 (i32.const 84) (i32.const 0))
                  (i32.store8 (i32.const 85) (i32.const 0))
                  (call $set (i32.const 64)))
                """));
            Tty now = terminal.State;
            Assert.Equal((Bool.False, Bool.False, Bool.False), (now.Echo, now.LineBuffered, now.LineFeeds));

            // Without echo and line buffering: the key arrives at once, and the output is the first text at the other end.
            Write(_master!, "k");
            Assert.Equal("k", Read(_slave));
            Write(_slave, "a\nb");
            Assert.Equal("a\nb", Read(_master!));
        }

        Assert.Equal(before, terminal.State);
        Write(_master!, "k\n");
        Assert.Equal("k\r\n", Read(_master!));
        Assert.Equal("k\n", Read(_slave));
    }

    [Fact]
    public void HostTerminal_FileInsteadOfATerminal_ReportsItAndCannotChange()
    {
        using HostHandle file = new(File.OpenHandle(typeof(TerminalTests).Assembly.Location));
        HostTerminal terminal = new(file, file, file);
        Tty state = terminal.State;
        Assert.Equal((Bool.False, Bool.False, Bool.False, 0u), (state.StdinTty, state.StdoutTty, state.StderrTty, state.Cols));
        Assert.False(terminal.TryChange(state with { Echo = Bool.False }));
        if (_slave is not null)
        {
            HostTerminal half = new(file, new HostHandle(_slave), file);
            Assert.True(half.TryChange(half.State with { Echo = Bool.False }));
            Assert.Equal((Bool.False, Bool.True, Bool.False), (half.State.StdinTty, half.State.StdoutTty, half.State.Echo));
            half.Restore();
            Assert.Equal(Bool.True, half.State.Echo);
        }
    }

    private static void Write(SafeFileHandle file, string text) =>
        Assert.Equal(text.Length, Write(file, Encoding.ASCII.GetBytes(text), (nuint)text.Length));

    private static string Read(SafeFileHandle file)
    {
        byte[] buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, (int)Read(file, buffer, (nuint)buffer.Length));
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt")]
    private static partial SafeFileHandle OpenPseudoTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    private static partial int GetName(SafeFileHandle master, byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial SafeFileHandle Open(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeFileHandle file, byte[] bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle file, byte[] bytes, nuint length);
}
