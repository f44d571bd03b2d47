using System;
using System.Buffers.Binary;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>
/// A listing by <c>getdents64</c> with one buffer. Cookies are the offsets of the kernel, so that a guest can move to any of them.
/// </summary>
/// <param name="directory">The directory. Its listings share the position of its descriptor, and set it under a lock on the handle.</param>
internal sealed unsafe class LinuxListing(HostHandle directory) : DirectoryListing
{
    private const ulong EndCookie = long.MaxValue;
    private const int BufferSize = 32 * 1024;
    private const int LengthOffset = 16;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private ulong _cookie;

    internal override Errno MoveTo(ulong cookie)
    {
        if (cookie == 0 || cookie != _cookie)
        {
            (_start, _end, _cookie) = (0, 0, cookie);
        }

        return Errno.Success;
    }

    internal override Errno Peek(out HostEntry entry, out bool found)
    {
        entry = default;
        found = false;
        if (_start == _end)
        {
            Errno error = Fill();
            if (error != Errno.Success || _end == 0)
            {
                return error;
            }
        }

        ReadOnlySpan<byte> native = Current;
        ReadOnlySpan<byte> name = native[NameOffset..];
        entry = new HostEntry(
            name[..name.IndexOf((byte)0)],
            BinaryPrimitives.ReadUInt64LittleEndian(native),
            UnixFiletype.FromEntryType(native[TypeOffset]),
            Next(native));
        found = true;
        return Errno.Success;
    }

    internal override void Advance()
    {
        ReadOnlySpan<byte> native = Current;
        _cookie = Next(native);
        _start += native.Length;
    }

    private ReadOnlySpan<byte> Current =>
        _buffer.AsSpan(_start, BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start + LengthOffset)));

    private static ulong Next(ReadOnlySpan<byte> native) => BinaryPrimitives.ReadUInt64LittleEndian(native[8..]);

    private Errno Fill()
    {
        (_start, _end) = (0, 0);
        if (_cookie >= EndCookie)
        {
            // No entry has a larger offset. After a seek to this one, ext4 would report no entries at the start either.
            return Errno.Success;
        }

        if (_buffer.Length == 0)
        {
            if (!TryCharge(BufferSize))
            {
                return Errno.Nomem;
            }

            _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        }

        lock (directory)
        {
            if (Libc.Seek(directory, (long)_cookie, 0) < 0)
            {
                // The guest made the cookie up: no entry is behind it.
                return HostErrno.Last == Errno.Inval ? Errno.Success : HostErrno.Last;
            }

            fixed (byte* buffer = _buffer)
            {
                nint read = LinuxLibc.GetDirectoryEntries(LinuxConstants.SystemCallGetDirectoryEntries, directory, buffer, BufferSize);
                _end = Math.Max(0, (int)read);

                // getdents64 returns ENOENT for a removed directory, which has no entries.
                return read < 0 && HostErrno.Last != Errno.Noent ? HostErrno.Last : Errno.Success;
            }
        }
    }
}
