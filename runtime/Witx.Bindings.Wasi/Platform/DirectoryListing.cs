using System;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>A position in the entries of a directory, including <c>.</c> and <c>..</c>.</summary>
internal abstract class DirectoryListing
{
    private ResourceLedger? _ledger;
    private long _charged;

    /// <summary>Sets the ledger that the memory of the listing is charged to.</summary>
    internal virtual void ChargeTo(ResourceLedger ledger) => _ledger = ledger;

    /// <summary>Frees the memory of the listing and releases its charges.</summary>
    internal virtual void Close() => ReleaseCharges();

    /// <summary>Moves behind the entry with a cookie. Cookie 0 is the start, and reads the directory again.</summary>
    internal abstract Errno MoveTo(ulong cookie);

    /// <summary>Returns the entry at the position without moving.</summary>
    /// <param name="entry">The entry. It is valid until the next call.</param>
    /// <param name="found">False at the end.</param>
    internal abstract Errno Peek(out HostEntry entry, out bool found);

    /// <summary>Moves behind the entry that <see cref="Peek"/> returned.</summary>
    internal abstract void Advance();

    /// <summary>Charges memory before it is allocated.</summary>
    /// <returns>False if the ledger is exhausted.</returns>
    protected bool TryCharge(long bytes)
    {
        bool isCharged = _ledger?.TryCharge(bytes) != false;
        _charged += isCharged ? bytes : 0;
        return isCharged;
    }

    /// <summary>Releases all charges. Called when the memory is freed.</summary>
    protected void ReleaseCharges()
    {
        _ledger?.Release(_charged);
        _charged = 0;
    }
}

/// <summary>An entry of a directory.</summary>
internal readonly ref struct HostEntry(ReadOnlySpan<byte> name, ulong inode, Filetype filetype, ulong cookie)
{
    /// <summary>The name, in the bytes of the host.</summary>
    internal ReadOnlySpan<byte> Name { get; } = name;

    internal ulong Inode { get; } = inode;

    /// <summary>The file type as the directory reports it; unknown where the directory does not record it.</summary>
    internal Filetype Filetype { get; } = filetype;

    /// <summary>The cookie of the position behind the entry.</summary>
    internal ulong Cookie { get; } = cookie;
}
