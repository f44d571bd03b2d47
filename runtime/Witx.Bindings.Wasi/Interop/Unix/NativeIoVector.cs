using System;
using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>A C <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeIoVector
{
    /// <summary>The most vectors that a system takes in one call.</summary>
    internal const int MaxCount = 1024;

    // What Linux moves in one call at most; macOS refuses more than 2 GiB.
    private const ulong MaxTransfer = 0x7fff_f000;

    internal byte* Address;
    internal nuint Length;

    /// <summary>Points native vectors at a guest's buffers, as far as one call can serve them.</summary>
    /// <param name="vectors">The guest's buffers, each within its memory.</param>
    /// <param name="origin">Address 0 of that memory.</param>
    /// <param name="native">Room for <see cref="MaxCount"/> vectors or as many as there are.</param>
    /// <returns>How many were filled.</returns>
    internal static int Fill(ReadOnlySpan<IoVector> vectors, byte* origin, NativeIoVector* native)
    {
        ulong room = MaxTransfer;
        int count = 0;
        foreach (IoVector vector in vectors[..Math.Min(vectors.Length, MaxCount)])
        {
            ulong length = Math.Min(vector.Length, room);
            native[count++] = new NativeIoVector { Address = origin + vector.Address, Length = (nuint)length };
            room -= length;
        }

        return count;
    }
}
