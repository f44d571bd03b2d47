using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Witx.Bindings.Wasmtime.Calls;

namespace Benchmarks.Contenders;

/// <summary>
/// The system calls of <c>native.c</c> made by callbacks by hand: what a host in C# costs that does nothing else. It confines nothing,
/// knows no rights, and the guest's numbers are the host's.
/// </summary>
internal sealed unsafe partial class RawFiles : RawGuest, IDisposable
{
    private const int Root = 3;
    private const int Output = 1;
    private const int Nosys = 52;
    private const int Io = 29;
    private const int Noent = 44;
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int Directory = 0x1_0000;
    private const int CloseOnExec = 0x8_0000;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int MaxName = 256;

    private readonly int _root;
    private readonly int _output;

    internal RawFiles(string directory)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(directory + '\0'), device = "/dev/null\0"u8)
        {
            _root = OpenAt(0, path, Directory | CloseOnExec, 0);
            _output = OpenAt(0, device, ReadWrite | CloseOnExec, 0);
        }
    }

    public void Dispose()
    {
        _ = Close(_root);
        _ = Close(_output);
    }

    protected override delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nint> Callback(string name) => name switch
    {
        "fd_close" => &FdClose,
        "fd_filestat_get" => &FdFilestatGet,
        "fd_pread" => &FdPread,
        "fd_pwrite" => &FdPwrite,
        "fd_seek" => &FdSeek,
        "fd_write" => &FdWrite,
        "path_create_directory" => &PathCreateDirectory,
        "path_filestat_get" => &PathFilestatGet,
        "path_open" => &PathOpen,
        _ => &Missing,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Missing(nint environment, nint caller, byte* values, nuint count)
    {
        *(long*)values = Nosys;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdClose(nint environment, nint caller, byte* values, nuint count)
    {
        *(long*)values = Answer(Close(*(int*)values));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdFilestatGet(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            uint result = Argument(values, 1);
            Check(result, 64, 8, self.Fetch());
            byte nothing = 0;
            *(long*)values = GetStat(*(int*)values, &nothing, EmptyPath, self.Origin + result);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdPread(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            uint result = Argument(values, 4);
            Vector* vectors = stackalloc Vector[4];
            uint filled = self.Fill(values, result, vectors);
            long offset = *(long*)(values + (3 * SlotSize));
            nint moved = filled == 1
                ? ReadAt(*(int*)values, vectors[0].Address, vectors[0].Length, offset)
                : ReadAt(*(int*)values, vectors, (int)filled, offset);
            *(uint*)(self.Origin + result) = (uint)moved;
            *(long*)values = Answer(moved);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdPwrite(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            uint result = Argument(values, 4);
            Vector* vectors = stackalloc Vector[4];
            uint filled = self.Fill(values, result, vectors);
            long offset = *(long*)(values + (3 * SlotSize));
            nint moved = filled == 1
                ? WriteAt(*(int*)values, vectors[0].Address, vectors[0].Length, offset)
                : WriteAt(*(int*)values, vectors, (int)filled, offset);
            *(uint*)(self.Origin + result) = (uint)moved;
            *(long*)values = Answer(moved);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdWrite(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            uint result = Argument(values, 3);
            Vector* vectors = stackalloc Vector[4];
            uint filled = self.Fill(values, result, vectors);
            int file = *(int*)values == Output ? self._output : *(int*)values;
            nint moved = filled == 1 ? Write(file, vectors[0].Address, vectors[0].Length) : Write(file, vectors, (int)filled);
            *(uint*)(self.Origin + result) = (uint)moved;
            *(long*)values = Answer(moved);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdSeek(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            uint result = Argument(values, 3);
            Check(result, 8, 8, self.Fetch());
            long position = Seek(*(int*)values, *(long*)(values + SlotSize), (int)Argument(values, 2));
            *(long*)(self.Origin + result) = position;
            *(long*)values = Answer((nint)position);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathCreateDirectory(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            byte* name = stackalloc byte[MaxName];
            self.Name(Argument(values, 1), Argument(values, 2), name);
            *(long*)values = Answer(MakeDirectoryAt(self._root, name, 0x1ff));
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathFilestatGet(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            byte* name = stackalloc byte[MaxName];
            self.Name(Argument(values, 2), Argument(values, 3), name);
            uint result = Argument(values, 4);
            Check(result, 64, 8, self.Fetch());
            *(long*)values = GetStat(self._root, name, 0, self.Origin + result);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathOpen(nint environment, nint caller, byte* values, nuint count)
    {
        try
        {
            RawFiles self = Self<RawFiles>(environment);
            byte* name = stackalloc byte[MaxName];
            self.Name(Argument(values, 2), Argument(values, 3), name);
            uint result = Argument(values, 8);
            Check(result, 4, 4, self.Fetch());
            uint how = Argument(values, 4);
            int flags = CloseOnExec | (how == 2 ? Directory : ReadWrite) | (how == 1 ? Create : 0);
            int opened = OpenAt(self._root, name, flags, 0x1b6);
            *(int*)(self.Origin + result) = opened;
            *(long*)values = Answer(opened);
            return 0;
        }
        catch (Exception exception)
        {
            return Trap.From(exception);
        }
    }

    private static uint Argument(byte* values, int index) => *(uint*)(values + (index * SlotSize));

    private static int Answer(nint result) => result >= 0 ? 0 : Marshal.GetLastSystemError() == 2 ? Noent : Io;

    private static int GetStat(int directory, byte* name, int flags, byte* result)
    {
        byte* native = stackalloc byte[256];
        int error = StatX(directory, name, flags, BasicStats, native);
        if (error == 0)
        {
            ((ulong*)result)[1] = *(ulong*)(native + 32);
            result[16] = (*(ushort*)(native + 28) & 0xf000) == 0x8000 ? (byte)4 : (byte)3;
            ((ulong*)result)[3] = *(uint*)(native + 16);
            ((ulong*)result)[4] = *(ulong*)(native + 40);
            ((ulong*)result)[5] = Time(native + 64);
            ((ulong*)result)[6] = Time(native + 112);
            ((ulong*)result)[7] = Time(native + 96);
        }

        return Answer(error);
    }

    private static ulong Time(byte* time) => (*(ulong*)time * 1_000_000_000) + *(uint*)(time + 8);

    /// <summary>Checks the place of the count and the vectors, at most four, and points native ones at their buffers.</summary>
    private uint Fill(byte* values, uint result, Vector* vectors)
    {
        uint list = Argument(values, 1);
        uint count = Argument(values, 2);
        nuint length = Fetch();
        Check(result, 4, 4, length);
        Check(list, count * 8UL, 4, length);
        count = Math.Min(count, 4);
        for (uint i = 0; i < count; i++)
        {
            uint* vector = (uint*)(Origin + list) + (2 * i);
            Check(vector[0], vector[1], 1, length);
            vectors[i] = new Vector { Address = Origin + vector[0], Length = vector[1] };
        }

        return count;
    }

    private void Name(uint path, uint length, byte* name)
    {
        Check(path, length, 1, Fetch());
        if (length >= MaxName)
        {
            throw new PathTooLongException();
        }

        new ReadOnlySpan<byte>(Origin + path, (int)length).CopyTo(new Span<byte>(name, MaxName));
        name[length] = 0;
    }

    private struct Vector
    {
        internal byte* Address;
        internal nuint Length;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "mkdirat")]
    private static partial int MakeDirectoryAt(int directory, byte* name, uint mode);

    [LibraryImport("libc", EntryPoint = "openat")]
    private static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "pread")]
    private static partial nint ReadAt(int file, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "preadv")]
    private static partial nint ReadAt(int file, Vector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite")]
    private static partial nint WriteAt(int file, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "pwritev")]
    private static partial nint WriteAt(int file, Vector* vectors, int count, long offset);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "writev")]
    private static partial nint Write(int file, Vector* vectors, int count);

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int StatX(int directory, byte* name, int flags, uint mask, byte* stat);
}
