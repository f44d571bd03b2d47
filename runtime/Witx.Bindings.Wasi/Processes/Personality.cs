namespace Witx.Bindings.Wasi.Processes;

/// <summary>The variant of behaviour for functions that preview1 and WASIX share: their errors and absolute paths differ.</summary>
internal enum Personality
{
    /// <summary>
    /// <c>wasi_snapshot_preview1</c> and <c>wasi_unstable</c>: a missing right fails with <c>Errno.Notcapable</c>, an absolute path
    /// with <c>Errno.Perm</c>.
    /// </summary>
    Preview,

    /// <summary><c>wasix_*</c>: a missing right fails with <c>Errno.Acces</c>, and absolute paths start at the root directory.</summary>
    Wasix,
}
