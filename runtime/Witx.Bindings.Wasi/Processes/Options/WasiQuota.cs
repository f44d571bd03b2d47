namespace Witx.Bindings.Wasi;

/// <summary>How much guests may store below a directory, all of them together.</summary>
public sealed record WasiQuota
{
    /// <summary>The most bytes: in memory, the lengths of all files, holes and the targets of links included; on the host, what is written; <c>nospc</c> beyond.</summary>
    public ulong MaxBytes { get; init; } = Quota.DefaultMaxBytes;

    /// <summary>The most names, over all directories in memory; <c>nospc</c> beyond.</summary>
    public ulong MaxEntries { get; init; } = Quota.DefaultMaxEntries;

    /// <summary>The longest file on the host; <c>fbig</c> beyond.</summary>
    public ulong MaxFileSize { get; init; } = long.MaxValue;
}
