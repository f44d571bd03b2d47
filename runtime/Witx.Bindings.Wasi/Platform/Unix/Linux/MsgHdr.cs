using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>
/// A C <c>struct msghdr</c>, and the calls that take it: they move a datagram between a socket and guest memory, all buffers in one call.
/// </summary>
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
    /// <param name="vectors">Receives the datagram. The rest of a longer datagram is lost.</param>
    /// <param name="peeks">True to leave the datagram in the queue of the socket.</param>
    /// <param name="name">Receives the address of the sender.</param>
    /// <param name="nameLength">The length of that address in bytes.</param>
    /// <param name="length">The whole length of the datagram in bytes.</param>
    internal static Errno Receive(HostHandle socket, in IoVectors vectors, bool peeks, Span<byte> name, out int nameLength, out uint length)
    {
        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin, address = name)
        {
            vectors.Shift((nint)origin);
            MsgHdr message = new() { _name = address, _nameLength = (uint)name.Length, _vectors = entries, _count = (nuint)vectors.Count };
            int flags = DoNotWait | WholeLength | (peeks ? Peek : 0);
            nint received;
            while ((received = LinuxLibc.Receive(socket, &message, flags)) < 0 && HostErrno.IsInterrupted)
            {
            }

            vectors.Shift(-(nint)origin);
            (nameLength, length) = ((int)message._nameLength, received < 0 ? 0 : (uint)received);
            return received < 0 ? HostErrno.Last : Errno.Success;
        }
    }

    /// <summary>Sends a datagram.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="vectors">The bytes of the datagram.</param>
    /// <param name="name">The destination; empty for the connected peer.</param>
    internal static Errno Send(HostHandle socket, in IoVectors vectors, ReadOnlySpan<byte> name)
    {
        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin, address = name)
        {
            vectors.Shift((nint)origin);
            MsgHdr message = new() { _name = address, _nameLength = (uint)name.Length, _vectors = entries, _count = (nuint)vectors.Count };
            nint sent;
            while ((sent = LinuxLibc.Send(socket, &message, DoNotWait | NoSignal)) < 0 && HostErrno.IsInterrupted)
            {
            }

            vectors.Shift(-(nint)origin);
            return sent < 0 ? HostErrno.Last : Errno.Success;
        }
    }
}
