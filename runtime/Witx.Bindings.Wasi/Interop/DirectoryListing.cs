using System;

namespace Witx.Bindings.Wasi.Interop;

/// <summary>The entries of a host directory, <c>.</c> and <c>..</c> among them, one after the other.</summary>
internal abstract class DirectoryListing
{
    /// <summary>Goes on behind the entry that had this cookie; 0 is the start and takes a fresh look at the directory.</summary>
    internal abstract Errno MoveTo(ulong cookie);

    /// <summary>The entry at the position, or false at the end. It stays there until <see cref="Advance"/>.</summary>
    internal abstract Errno Peek(out HostEntry entry, out bool found);

    /// <summary>Goes past the entry that was peeked at.</summary>
    internal abstract void Advance();
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
