namespace Witx.Bindings.Wasi.Tests;

/// <summary>Guest addresses that tests and <see cref="TestGuest"/> use for arguments and results of system calls.</summary>
internal static class GuestAddresses
{
    /// <summary>The I/O vectors of <see cref="TestGuest.Vectors"/>.</summary>
    internal const int VectorsAt = 0x100;

    /// <summary>A result, such as a count or a new descriptor.</summary>
    internal const int ResultAt = 0x200;

    /// <summary>The second result of a call of a 32-bit guest.</summary>
    internal const int SecondResultAt = 0x204;

    /// <summary>A <c>filestat</c> or <c>fdstat</c>.</summary>
    internal const int StatAt = 0x400;

    /// <summary>Bytes that a call writes to a file.</summary>
    internal const int TextAt = 0x1000;

    /// <summary>Buffer of a read.</summary>
    internal const int BufferAt = 0x2000;

    /// <summary>A path.</summary>
    internal const int PathAt = 0x3000;

    /// <summary>The second path of a call.</summary>
    internal const int OtherPathAt = 0x4000;

    /// <summary>The second buffer of a read.</summary>
    internal const int OtherBufferAt = 0x5000;
}
