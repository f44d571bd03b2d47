namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>A virtual device.</summary>
internal enum Device
{
    /// <summary>Reads as an empty file and discards written data (<c>null(4)</c>).</summary>
    Null,

    /// <summary>Reads as zeros and discards written data (<c>zero(4)</c>).</summary>
    Zero,

    /// <summary>Reads as zeros. Writes fail with <c>Errno.Nospc</c> (ENOSPC) (<c>full(4)</c>).</summary>
    Full,

    /// <summary>Reads as random bytes and discards written data (<c>random(4)</c>).</summary>
    Random,

    /// <summary>Reads from standard input and writes to standard output (<c>tty(4)</c>).</summary>
    Terminal,
}
