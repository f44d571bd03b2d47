using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>A C <c>struct msghdr</c>, and the calls that take one: a datagram straight between the socket and the guest's memory, all buffers in one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MsgHdr
{
    /// <summary>True on Linux, whose layout of the structure this is.</summary>
    internal static bool IsSupported => OperatingSystem.IsLinux();

    private const int Peek = 0x2;
    private const int WholeLength = 0x20;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;

    private byte* _name;
    private uint _nameLength;
    private IoVector* _vectors;
    private nuint _count;
    private readonly void* _control;
    private readonly nuint _controlLength;
    private readonly int _flags;

    /// <summary>Receives a datagram.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="vectors">Where it goes; what finds no room is lost.</param>
    /// <param name="peeks">Whether it stays there too.</param>
    /// <param name="name">Room for its sender's address.</param>
    /// <param name="nameLength">How long that is.</param>
    /// <param name="length">How long the datagram is.</param>
    internal static Errno Receive(HostHandle socket, in IoVectors vectors, bool peeks, Span<byte> name, out int nameLength, out uint length)
    {
        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin, place = name)
        {
            vectors.Shift((nint)origin);
            MsgHdr message = new() { _name = place, _nameLength = (uint)name.Length, _vectors = entries, _count = (nuint)vectors.Count };
            nint received;
            while ((received = LinuxLibc.Receive(socket, &message, DoNotWait | WholeLength | (peeks ? Peek : 0))) < 0 && HostErrno.Interrupted)
            {
            }

            vectors.Shift(-(nint)origin);
            (nameLength, length) = ((int)message._nameLength, received < 0 ? 0 : (uint)received);
            return received < 0 ? HostErrno.Last : Errno.Success;
        }
    }

    /// <summary>Sends a datagram.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="vectors">Its bytes.</param>
    /// <param name="name">The address that it goes to; empty for the peer's.</param>
    internal static Errno Send(HostHandle socket, in IoVectors vectors, ReadOnlySpan<byte> name)
    {
        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin, place = name)
        {
            vectors.Shift((nint)origin);
            MsgHdr message = new() { _name = place, _nameLength = (uint)name.Length, _vectors = entries, _count = (nuint)vectors.Count };
            nint sent;
            while ((sent = LinuxLibc.Send(socket, &message, DoNotWait | NoSignal)) < 0 && HostErrno.Interrupted)
            {
            }

            vectors.Shift(-(nint)origin);
            return sent < 0 ? HostErrno.Last : Errno.Success;
        }
    }
}
