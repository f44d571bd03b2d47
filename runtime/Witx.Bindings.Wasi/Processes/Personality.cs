namespace Witx.Bindings.Wasi.Processes;

/// <summary>Where an interface's answers differ though its functions are the same.</summary>
internal enum Personality
{
    /// <summary><c>wasi_snapshot_preview1</c> and <c>wasi_unstable</c>: a missing right is <c>notcapable</c>, and absolute paths are <c>perm</c>.</summary>
    Preview,

    /// <summary><c>wasix_*</c>: a missing right is <c>acces</c>, and absolute paths start at the root.</summary>
    Wasix,
}
