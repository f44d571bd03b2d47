using System;
using System.Buffers.Binary;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <content>Conversion of buffers and directory entries between the guest's layout and the host's.</content>
internal partial class Preview1
{
    // The size of dirent: d_next (8), d_ino (8), d_namlen (4), d_type (1) and padding (3).
    private const int DirentLength = 24;

    /// <summary>The number of entries that are read between two checks for cancellation.</summary>
    private const int MaxEntriesPerPart = 1024;

    /// <summary>Returns a guest's buffer as a span. Bytes beyond <see cref="int.MaxValue"/> are not used.</summary>
    private static Span<byte> GetBuffer(GuestRef<byte> buffer, ulong length)
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

    /// <summary>Fills a buffer with directory entries. The last entry may be truncated; the guest then repeats the call for it.</summary>
    private Errno ReadEntries(OpenFileDescription file, DirectoryInode directory, Span<byte> buffer, ulong cookie, out uint used)
    {
        Span<byte> head = stackalloc byte[DirentLength];
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
                listing.ChargeTo(Process.Ledger);
            }

            Errno error = listing.MoveTo(cookie);
            for (int count = 0; error == Errno.Success && filled < buffer.Length; count++)
            {
                if (count % MaxEntriesPerPart == 0)
                {
                    thread.Waiter.ThrowIfEnded();
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
        head[20] = (byte)HideWasixFiletype(entry.Filetype);
    }

    private static int Fill(Span<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, buffer.Length)];
        bytes.CopyTo(buffer);
        return bytes.Length;
    }
}
