using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>A C <c>struct termios</c>: the settings of a terminal.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    private const uint OutputCarriageReturn = 0x4;
    private const uint OutputProcessing = 0x1;
    private const uint Canonical = 0x2;
    private const uint EchoInput = 0x8;
    private const int MinTimeIndex = 5;
    private const int MinCountIndex = 6;

    private readonly uint _input;
    private uint _output;
    private readonly uint _control;
    private uint _local;
    private readonly byte _line;
    private fixed byte _characters[32];
    private readonly uint _inputSpeed;
    private readonly uint _outputSpeed;

    /// <summary>True on Linux, whose layout of the structure this is.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux();

    internal bool Echo
    {
        readonly get => (_local & EchoInput) != 0;
        set => _local = value ? _local | EchoInput : _local & ~EchoInput;
    }

    /// <summary>True if input is available a line at a time, false if each key is available at once (<c>ICANON</c>).</summary>
    internal bool LineBuffered
    {
        readonly get => (_local & Canonical) != 0;
        set
        {
            _local = value ? _local | Canonical : _local & ~Canonical;
            if (!value)
            {
                (_characters[MinCountIndex], _characters[MinTimeIndex]) = (1, 0);
            }
        }
    }

    /// <summary>True if output of a line feed also returns to the start of the line (<c>ONLCR</c>).</summary>
    internal bool LineFeeds
    {
        readonly get => (_output & (OutputCarriageReturn | OutputProcessing)) == (OutputCarriageReturn | OutputProcessing);
        set => _output = value ? _output | OutputCarriageReturn | OutputProcessing : _output & ~OutputCarriageReturn;
    }

    /// <summary>Reads the settings of a terminal (<c>tcgetattr</c>).</summary>
    /// <returns>False if the file is not a terminal.</returns>
    internal static bool TryRead(HostHandle file, out Termios state)
    {
        fixed (Termios* pointer = &state)
        {
            return IsSupported && LinuxLibc.GetTerminal(file, pointer) == 0;
        }
    }

    /// <summary>Changes the settings of a terminal at once (<c>tcsetattr</c>).</summary>
    internal readonly bool TryWrite(HostHandle file)
    {
        Termios state = this;
        return LinuxLibc.SetTerminal(file, 0, &state) == 0;
    }

    /// <summary>Returns the size of a terminal in characters and in pixels, 0 if it is unknown (<c>TIOCGWINSZ</c>).</summary>
    internal static (ushort Rows, ushort Columns, ushort Width, ushort Height) Size(HostHandle file)
    {
        ushort* size = stackalloc ushort[4];
        return LinuxLibc.GetWindowSize(file, 0x5413, size) == 0 ? (size[0], size[1], size[2], size[3]) : default;
    }
}
