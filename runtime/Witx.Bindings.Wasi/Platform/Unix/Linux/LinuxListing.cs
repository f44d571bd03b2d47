using System;
using System.Buffers.Binary;

namespace Witx.Bindings.Wasi.Platform.Unix.Linux;

/// <summary>A listing by <c>getdents64</c> over one window. The kernel's own offsets are the cookies, so that any of them can be returned to.</summary>
/// <param name="directory">The directory. Its listings share the position of its descriptor, hence set it under its lock.</param>
internal sealed unsafe class LinuxListing(HostHandle directory) : DirectoryListing
{
    private const ulong EndCookie = long.MaxValue;
    private const int WindowSize = 32 * 1024;
    private const int LengthOffset = 16;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;

    private byte[] _window = [];
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

    private ReadOnlySpan<byte> Current => _window.AsSpan(_start, BinaryPrimitives.ReadUInt16LittleEndian(_window.AsSpan(_start + LengthOffset)));

    private static ulong Next(ReadOnlySpan<byte> native) => BinaryPrimitives.ReadUInt64LittleEndian(native[8..]);

    private Errno Fill()
    {
        (_start, _end) = (0, 0);
        if (_cookie >= EndCookie)
        {
            // Nothing lies behind the last offset there can be. Asked for it first, ext4 would see nothing at the start either.
            return Errno.Success;
        }

        if (_window.Length == 0)
        {
            if (!TryCharge(WindowSize))
            {
                return Errno.Nomem;
            }

            _window = GC.AllocateUninitializedArray<byte>(WindowSize);
        }

        lock (directory)
        {
            if (Libc.Seek(directory, (long)_cookie, 0) < 0)
            {
                // A cookie that no listing gave: nothing lies behind it.
                return HostErrno.Last == Errno.Inval ? Errno.Success : HostErrno.Last;
            }

            fixed (byte* window = _window)
            {
                nint read = LinuxLibc.GetDirectoryEntries(LinuxConstants.SystemCallGetDirectoryEntries, directory, window, WindowSize);
                _end = Math.Max(0, (int)read);

                // A directory that was removed while open has no entries left.
                return read < 0 && HostErrno.Last != Errno.Noent ? HostErrno.Last : Errno.Success;
            }
        }
    }
}
