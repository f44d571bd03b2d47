using System;
using Witx.Bindings.Wasi.Accounting;

namespace Witx.Bindings.Wasi.Platform;

/// <summary>The entries of a host directory, <c>.</c> and <c>..</c> among them, one after the other.</summary>
internal abstract class DirectoryListing
{
    private ResourceLedger? _ledger;
    private long _charged;

    /// <summary>Sets the account that the memory of the listing is charged to.</summary>
    internal virtual void ChargeTo(ResourceLedger ledger) => _ledger = ledger;

    /// <summary>The listing is not used any more: its charges are released.</summary>
    internal virtual void Closed() => ReleaseCharges();

    /// <summary>Goes on behind the entry that had this cookie; 0 is the start and takes a fresh look at the directory.</summary>
    internal abstract Errno MoveTo(ulong cookie);

    /// <summary>The entry at the position, or false at the end. It stays there until <see cref="Advance"/>.</summary>
    internal abstract Errno Peek(out HostEntry entry, out bool found);

    /// <summary>Goes past the entry that was peeked at.</summary>
    internal abstract void Advance();

    /// <summary>Charges memory before it is allocated.</summary>
    /// <returns>False if the account is exhausted.</returns>
    protected bool TryCharge(long bytes)
    {
        bool isCharged = _ledger?.TryCharge(bytes) != false;
        _charged += isCharged ? bytes : 0;
        return isCharged;
    }

    /// <summary>Releases all charges, with the memory.</summary>
    protected void ReleaseCharges()
    {
        _ledger?.Release(_charged);
        _charged = 0;
    }
}

/// <summary>An entry of a host directory.</summary>
internal readonly ref struct HostEntry(ReadOnlySpan<byte> name, ulong inode, Filetype filetype, ulong cookie)
{
    /// <summary>The raw bytes of its name.</summary>
    internal ReadOnlySpan<byte> Name { get; } = name;

    internal ulong Inode { get; } = inode;

    /// <summary>What the directory says that it is: unknown where it does not say.</summary>
    internal Filetype Filetype { get; } = filetype;

    /// <summary>The position behind it.</summary>
    internal ulong Cookie { get; } = cookie;
}
