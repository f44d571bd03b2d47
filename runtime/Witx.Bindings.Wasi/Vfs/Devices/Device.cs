namespace Witx.Bindings.Wasi.Vfs.Devices;

/// <summary>A virtual device.</summary>
internal enum Device
{
    /// <summary>Reads as empty, and discards what is written (null(4)).</summary>
    Null,

    /// <summary>Reads as zeros, and discards what is written (zero(4)).</summary>
    Zero,

    /// <summary>Reads as zeros, and fails to write with <c>nospc</c> (full(4)).</summary>
    Full,

    /// <summary>Reads as random bytes, and discards what is written (random(4)).</summary>
    Random,

    /// <summary>Reads standard input, and writes standard output (tty(4)).</summary>
    Terminal,
}
