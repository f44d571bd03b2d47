using System;
using System.Security.Cryptography;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The host's cryptographic randomness.</summary>
internal static unsafe class Randomness
{
    // The kernel gives this much in one call; a signal may cut it short.
    private const int MaxChunk = 1 << 20;

    // A few bytes cost the host a hundred times less than the system call that brings them.
    private const int PoolLength = 512;
    private const int FewBytes = 64;

    [ThreadStatic]
    private static byte[]? _pool;

    [ThreadStatic]
    private static int _pooled;

    internal static Errno Fill(Span<byte> buffer)
    {
        if (buffer.Length > FewBytes)
        {
            return FillByHost(buffer);
        }

        byte[] pool = _pool ??= new byte[PoolLength];
        if (_pooled < buffer.Length)
        {
            Errno error = FillByHost(pool);
            if (error != Errno.Success)
            {
                return error;
            }

            _pooled = PoolLength;
        }

        // What was given out once is nowhere else any more.
        Span<byte> taken = pool.AsSpan(_pooled -= buffer.Length, buffer.Length);
        taken.CopyTo(buffer);
        taken.Clear();
        return Errno.Success;
    }

    private static Errno FillByHost(Span<byte> buffer)
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
                filled = LinuxLibc.GetRandom(LinuxConstants.SystemCallGetRandom, bytes, (nuint)Math.Min(buffer.Length, MaxChunk), 0);
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
