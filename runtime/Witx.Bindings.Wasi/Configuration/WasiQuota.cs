using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi;

/// <summary>How much guests may store below a directory, all of them together.</summary>
public sealed record WasiQuota
{
    /// <summary>The most bytes: in memory, the lengths of all files, holes and the targets of links included; on the host, what is written; <c>nospc</c> beyond.</summary>
    public ulong MaxBytes { get; init; } = Quota.DefaultMaxBytes;

    /// <summary>
    /// The maximum number of names (files, directories, symbolic and hard links): in memory, over all directories; on the host, those that guests created
    /// less those that they removed; <c>nospc</c> beyond.
    /// </summary>
    public ulong MaxEntries { get; init; } = Quota.DefaultMaxEntries;

    /// <summary>The longest file on the host; <c>fbig</c> beyond.</summary>
    public ulong MaxFileSize { get; init; } = long.MaxValue;
}
