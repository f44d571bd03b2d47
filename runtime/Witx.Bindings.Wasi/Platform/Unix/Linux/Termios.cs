using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>A C <c>struct termios</c>: how a terminal behaves.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    private const uint AddsReturns = 0x4;
    private const uint ProcessesOutput = 0x1;
    private const uint KeepsLines = 0x2;
    private const uint Echoes = 0x8;
    private const int WaitCharacter = 5;
    private const int LeastCharacter = 6;

    private readonly uint _input;
    private uint _output;
    private readonly uint _control;
    private uint _local;
    private readonly byte _line;
    private fixed byte _characters[32];
    private readonly uint _inputSpeed;
    private readonly uint _outputSpeed;

    /// <summary>Whether the numbers here are this system's: PowerPC has others.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture != Architecture.Ppc64le;

    internal bool Echo
    {
        readonly get => (_local & Echoes) != 0;
        set => _local = value ? _local | Echoes : _local & ~Echoes;
    }

    /// <summary>Whether what is typed comes a line at a time. Otherwise every key comes at once.</summary>
    internal bool LineBuffered
    {
        readonly get => (_local & KeepsLines) != 0;
        set
        {
            _local = value ? _local | KeepsLines : _local & ~KeepsLines;
            if (!value)
            {
                (_characters[LeastCharacter], _characters[WaitCharacter]) = (1, 0);
            }
        }
    }

    /// <summary>Whether a line feed also returns to the start of the line.</summary>
    internal bool LineFeeds
    {
        readonly get => (_output & (AddsReturns | ProcessesOutput)) == (AddsReturns | ProcessesOutput);
        set => _output = value ? _output | AddsReturns | ProcessesOutput : _output & ~AddsReturns;
    }

    /// <returns>Whether it is a terminal.</returns>
    internal static bool TryRead(HostHandle file, out Termios state)
    {
        fixed (Termios* place = &state)
        {
            return IsSupported && LinuxLibc.GetTerminal(file, place) == 0;
        }
    }

    internal readonly bool TryWrite(HostHandle file)
    {
        Termios state = this;
        return LinuxLibc.SetTerminal(file, 0, &state) == 0;
    }

    /// <summary>The size in characters, then in pixels.</summary>
    internal static (ushort Rows, ushort Columns, ushort Width, ushort Height) Size(HostHandle file)
    {
        ushort* size = stackalloc ushort[4];
        return LinuxLibc.GetWindowSize(file, 0x5413, size) == 0 ? (size[0], size[1], size[2], size[3]) : default;
    }
}
