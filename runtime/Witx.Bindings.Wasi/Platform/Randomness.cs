using System;
using System.Security.Cryptography;
using Witx.Bindings.Wasi.Platform.Unix.Linux;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>Random bytes from the host's cryptographic generator.</summary>
internal static unsafe class Randomness
{
    // The length of one call: a signal can interrupt it only between calls of this length.
    private const int MaxChunk = 1 << 20;

    // A system call costs much more than the few bytes that most guests request, so that short requests are served from a pool.
    private const int PoolLength = 512;
    private const int FewBytes = 64;

    [ThreadStatic]
    private static byte[]? s_pool;

    [ThreadStatic]
    private static int s_pooled;

    /// <summary>Fills a buffer. Thread-safe.</summary>
    internal static Errno Fill(Span<byte> buffer)
    {
        if (buffer.Length > FewBytes)
        {
            return FillByHost(buffer);
        }

        byte[] pool = s_pool ??= new byte[PoolLength];
        if (s_pooled < buffer.Length)
        {
            Errno error = FillByHost(pool);
            if (error != Errno.Success)
            {
                return error;
            }

            s_pooled = PoolLength;
        }

        // Clear the returned bytes in the pool, so that no copy of a secret remains in the host.
        Span<byte> taken = pool.AsSpan(s_pooled -= buffer.Length, buffer.Length);
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

            if (filled < 0 && !HostErrno.IsInterrupted)
            {
                return HostErrno.Last;
            }

            buffer = buffer[Math.Max(0, (int)filled)..];
        }

        return Errno.Success;
    }
}
