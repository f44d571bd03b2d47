using System;
using System.Security.Cryptography;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>The host's cryptographic randomness.</summary>
internal static unsafe class Randomness
{
    // The kernel gives this much in one call; a signal may cut it short.
    private const int MaxChunk = 1 << 20;

    internal static Errno Fill(Span<byte> buffer)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomNumberGenerator.Fill(buffer);
            return Errno.Success;
        }

        while (!buffer.IsEmpty)
        {
            nint filled;
            fixed (byte* bytes = buffer)
            {
                filled = LinuxLibc.GetRandom(LinuxNumbers.SystemCallGetRandom, bytes, (nuint)Math.Min(buffer.Length, MaxChunk), 0);
            }

            if (filled < 0 && !HostErrno.Interrupted)
            {
                return HostErrno.Last;
            }

            buffer = buffer[Math.Max(0, (int)filled)..];
        }

        return Errno.Success;
    }
}
