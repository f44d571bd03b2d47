using System;
using System.Buffers.Binary;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Guest memory as inodes see it, and entries as guests see them.</content>
internal partial class Preview1
{
    // d_next, d_ino, d_namlen, d_type, and padding.
    private const int EntryLength = 24;

    /// <summary>Entries that are read between two checks for cancellation.</summary>
    private const int EntriesUnchecked = 1024;

    /// <summary>A guest's buffer, all of it that one call fills: what lies behind as much as a span holds stays as it is.</summary>
    private static Span<byte> Room(GuestRef<byte> buffer, ulong length)
    {
        GuestList<byte> list = buffer.AsList(length);
        return list.Slice(0, Math.Min(list.Count, int.MaxValue)).Span;
    }

    private protected IoVectors Vectors(GuestMemory memory, GuestList<Iovec> list)
    {
        Span<IoVector> vectors = thread.GetVectors(list.Count);
        for (int i = 0; i < vectors.Length; i++)
        {
            Iovec vector = list[i];
            vectors[i] = new IoVector(vector.Buf.Address, vector.BufLen);
        }

        return new IoVectors(memory, vectors, _maxTransfer);
    }

    private protected IoVectors Vectors(GuestMemory memory, GuestList<Ciovec> list)
    {
        Span<IoVector> vectors = thread.GetVectors(list.Count);
        for (int i = 0; i < vectors.Length; i++)
        {
            Ciovec vector = list[i];
            vectors[i] = new IoVector(vector.Buf.Address, vector.BufLen);
        }

        return new IoVectors(memory, vectors, _maxTransfer);
    }

    /// <summary>Fills a buffer with entries to its last byte: one that does not fit is cut anywhere, and the guest comes again with a larger one.</summary>
    private Errno ReadEntries(OpenFileDescription file, DirectoryInode directory, Span<byte> buffer, ulong cookie, out uint used)
    {
        Span<byte> head = stackalloc byte[EntryLength];
        int filled = 0;
        lock (file.Gate)
        {
            used = 0;
            if (file.IsClosed)
            {
                return Errno.Badf;
            }

            if (file.Cursor is not { } listing)
            {
                listing = file.Cursor = directory.List();
                listing.ChargeTo(_process.Ledger);
            }

            Errno error = listing.MoveTo(cookie);
            for (int count = 0; error == Errno.Success && filled < buffer.Length; count++)
            {
                if (count % EntriesUnchecked == 0)
                {
                    _process.Shutdown.ThrowIfEnded();
                }

                error = listing.Peek(out HostEntry entry, out bool found);
                if (error != Errno.Success || !found)
                {
                    break;
                }

                Encode(entry, head);
                filled += Fill(buffer[filled..], head);
                int copied = Fill(buffer[filled..], entry.Name);
                filled += copied;
                if (copied < entry.Name.Length)
                {
                    break;
                }

                listing.Advance();
            }

            used = (uint)filled;
            return filled > 0 ? Errno.Success : error;
        }
    }

    private static void Encode(in HostEntry entry, Span<byte> head)
    {
        head.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(head, entry.Cookie);
        BinaryPrimitives.WriteUInt64LittleEndian(head[8..], entry.Inode);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], (uint)entry.Name.Length);
        head[20] = (byte)Known(entry.Filetype);
    }

    private static int Fill(Span<byte> room, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, room.Length)];
        bytes.CopyTo(room);
        return bytes.Length;
    }
}
