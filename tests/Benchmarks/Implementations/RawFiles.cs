using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Witx.Bindings.Wasmtime.Native;

namespace Benchmarks.Implementations;

/// <summary>
/// Handwritten callbacks that make the system calls of <c>native.c</c>: the lowest cost of a host in C#. They have no sandbox and no
/// rights, and guest descriptors are host descriptors.
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
    private const int StatSize = 144;
    private const int MaxName = 256;
    private const int MaxVectors = 4;
    private const int MaxPolled = 100;

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
        "args_sizes_get" => &ArgsSizesGet,
        "clock_time_get" => &ClockTimeGet,
        "fd_close" => &FdClose,
        "fd_filestat_get" => &FdFilestatGet,
        "fd_pread" => &FdPread,
        "fd_pwrite" => &FdPwrite,
        "fd_seek" => &FdSeek,
        "fd_write" => &FdWrite,
        "path_create_directory" => &PathCreateDirectory,
        "path_filestat_get" => &PathFilestatGet,
        "path_open" => &PathOpen,
        "poll_oneoff" => &PollOneoff,
        _ => &Missing,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Missing(nint environment, nint caller, byte* values, nuint count)
    {
        *(long*)values = Nosys;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ArgsSizesGet(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &ArgsSizesGet);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ClockTimeGet(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &ClockTimeGet);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdClose(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdClose);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdFilestatGet(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdFilestatGet);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdPread(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdPread);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdPwrite(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdPwrite);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdSeek(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdSeek);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint FdWrite(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &FdWrite);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathCreateDirectory(nint environment, nint caller, byte* values, nuint count) =>
        Run(environment, values, &PathCreateDirectory);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathFilestatGet(nint environment, nint caller, byte* values, nuint count) =>
        Run(environment, values, &PathFilestatGet);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PathOpen(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &PathOpen);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint PollOneoff(nint environment, nint caller, byte* values, nuint count) => Run(environment, values, &PollOneoff);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Run(nint environment, byte* values, delegate*<RawFiles, byte*, int> call)
    {
        try
        {
            *(long*)values = call(Self<RawFiles>(environment), values);
            return 0;
        }
        catch (Exception exception)
        {
            return HostTrap.From(exception);
        }
    }

    private static int ArgsSizesGet(RawFiles self, byte* values)
    {
        nuint length = self.Fetch();
        Check(Argument(values, 0), 4, 4, length);
        Check(Argument(values, 1), 4, 4, length);
        *(uint*)(self.Origin + Argument(values, 0)) = 0;
        *(uint*)(self.Origin + Argument(values, 1)) = 0;
        return 0;
    }

    private static int ClockTimeGet(RawFiles self, byte* values)
    {
        ulong* now = stackalloc ulong[2];
        int error = GetTime(*(int*)values, now);
        *(ulong*)self.GetPointer(Argument(values, 2), 8, 8) = Time(now);
        return ToErrno(error);
    }

    private static int FdClose(RawFiles self, byte* values) => ToErrno(Close(*(int*)values));

    private static int FdFilestatGet(RawFiles self, byte* values)
    {
        byte* native = stackalloc byte[StatSize];
        int error = Stat(*(int*)values, native);
        return ToErrno(error, native, self.GetPointer(Argument(values, 1), 64, 8));
    }

    private static int FdPread(RawFiles self, byte* values)
    {
        Vector* vectors = stackalloc Vector[MaxVectors];
        uint count = self.CopyVectors(values, vectors);
        long offset = *(long*)(values + (3 * SlotSize));
        nint transferred = count == 1
            ? ReadAt(*(int*)values, vectors[0].Address, vectors[0].Length, offset)
            : ReadAt(*(int*)values, vectors, (int)count, offset);
        return self.ToErrno(transferred, Argument(values, 4));
    }

    private static int FdPwrite(RawFiles self, byte* values)
    {
        Vector* vectors = stackalloc Vector[MaxVectors];
        uint count = self.CopyVectors(values, vectors);
        long offset = *(long*)(values + (3 * SlotSize));
        nint transferred = count == 1
            ? WriteAt(*(int*)values, vectors[0].Address, vectors[0].Length, offset)
            : WriteAt(*(int*)values, vectors, (int)count, offset);
        return self.ToErrno(transferred, Argument(values, 4));
    }

    private static int FdSeek(RawFiles self, byte* values)
    {
        long position = Seek(*(int*)values, *(long*)(values + SlotSize), (int)Argument(values, 2));
        *(long*)self.GetPointer(Argument(values, 3), 8, 8) = position;
        return ToErrno((nint)position);
    }

    private static int FdWrite(RawFiles self, byte* values)
    {
        Vector* vectors = stackalloc Vector[MaxVectors];
        uint count = self.CopyVectors(values, vectors);
        int file = *(int*)values == Output ? self._output : *(int*)values;
        nint transferred = count == 1 ? Write(file, vectors[0].Address, vectors[0].Length) : Write(file, vectors, (int)count);
        return self.ToErrno(transferred, Argument(values, 3));
    }

    private static int PathCreateDirectory(RawFiles self, byte* values)
    {
        byte* name = stackalloc byte[MaxName];
        self.CopyPath(Argument(values, 1), Argument(values, 2), name);
        return ToErrno(MakeDirectoryAt(self._root, name, 0x1ff));
    }

    private static int PathFilestatGet(RawFiles self, byte* values)
    {
        byte* name = stackalloc byte[MaxName];
        self.CopyPath(Argument(values, 2), Argument(values, 3), name);
        byte* native = stackalloc byte[StatSize];
        int error = StatAt(self._root, name, native, 0);
        return ToErrno(error, native, self.GetPointer(Argument(values, 4), 64, 8));
    }

    private static int PathOpen(RawFiles self, byte* values)
    {
        byte* name = stackalloc byte[MaxName];
        self.CopyPath(Argument(values, 2), Argument(values, 3), name);
        uint how = Argument(values, 4);
        int flags = CloseOnExec | (how == 2 ? Directory : ReadWrite) | (how == 1 ? Create : 0);
        int opened = OpenAt(self._root, name, flags, 0x1b6);
        *(int*)self.GetPointer(Argument(values, 8), 4, 4) = opened;
        return ToErrno(opened);
    }

    /// <summary>Supports only descriptor subscriptions, and does not wait.</summary>
    private static int PollOneoff(RawFiles self, byte* values)
    {
        uint count = Argument(values, 2);
        nuint length = self.Fetch();
        Check(Argument(values, 0), count * (ulong)sizeof(Subscription), 8, length);
        Check(Argument(values, 1), count * (ulong)sizeof(Event), 8, length);
        var subscription = (Subscription*)(self.Origin + Argument(values, 0));
        var nextEvent = (Event*)(self.Origin + Argument(values, 1));
        Subscription* subscriptions = stackalloc Subscription[MaxPolled];
        Polled* polled = stackalloc Polled[MaxPolled];
        if (count > MaxPolled || subscription->Type == 0)
        {
            return Nosys;
        }

        for (uint i = 0; i < count; i++, subscription++)
        {
            subscriptions[i] = *subscription;
            int file = subscriptions[i].File;
            polled[i] = new Polled(file == Output ? self._output : file, (short)(subscriptions[i].Type == 1 ? 1 : 4));
        }

        int readyCount = Poll(polled, count, 0);
        for (uint i = 0; i < count; i++)
        {
            if (polled[i].Ready != 0)
            {
                *nextEvent++ =
                    new Event { Userdata = subscriptions[i].Userdata, Type = subscriptions[i].Type, Bytes = polled[i].Interest & 1 };
            }
        }

        *(int*)self.GetPointer(Argument(values, 3), 4, 4) = readyCount;
        return ToErrno(readyCount);
    }

    private static uint Argument(byte* values, int index) => *(uint*)(values + (index * SlotSize));

    private static int ToErrno(nint result) => result >= 0 ? 0 : Marshal.GetLastSystemError() == 2 ? Noent : Io;

    private static int ToErrno(int error, byte* native, byte* result)
    {
        if (error == 0)
        {
            ((ulong*)result)[0] = *(ulong*)native;
            ((ulong*)result)[1] = *(ulong*)(native + 8);
            result[16] = (*(uint*)(native + 24) & 0xf000) == 0x8000 ? (byte)4 : (byte)3;
            ((ulong*)result)[3] = *(ulong*)(native + 16);
            ((ulong*)result)[4] = *(ulong*)(native + 48);
            ((ulong*)result)[5] = Time(native + 72);
            ((ulong*)result)[6] = Time(native + 88);
            ((ulong*)result)[7] = Time(native + 104);
        }

        return ToErrno(error);
    }

    private static ulong Time(void* time) => (*(ulong*)time * 1_000_000_000) + ((ulong*)time)[1];

    private int ToErrno(nint transferred, uint result)
    {
        *(uint*)GetPointer(result, 4, 4) = (uint)transferred;
        return ToErrno(transferred);
    }

    private byte* GetPointer(uint address, uint size, uint alignment)
    {
        Check(address, size, alignment, Fetch());
        return Origin + address;
    }

    /// <summary>Converts the first <see cref="MaxVectors"/> guest vectors to native ones.</summary>
    private uint CopyVectors(byte* values, Vector* vectors)
    {
        uint list = Argument(values, 1);
        uint count = Argument(values, 2);
        nuint length = Fetch();
        Check(list, count * 8UL, 4, length);
        count = Math.Min(count, MaxVectors);
        for (uint i = 0; i < count; i++)
        {
            uint* vector = (uint*)(Origin + list) + (2 * i);
            Check(vector[0], vector[1], 1, length);
            vectors[i] = new Vector { Address = Origin + vector[0], Length = vector[1] };
        }

        return count;
    }

    private void CopyPath(uint path, uint length, byte* name)
    {
        Check(path, length, 1, Fetch());
        if (length >= MaxName)
        {
            throw new PathTooLongException();
        }

        new ReadOnlySpan<byte>(Origin + path, (int)length).CopyTo(new Span<byte>(name, MaxName));
        name[length] = 0;
    }

    private readonly record struct Polled(int File, short Interest, short Ready = 0);

    [StructLayout(LayoutKind.Explicit, Size = 48)]
    private struct Subscription
    {
        [FieldOffset(0)] internal ulong Userdata;
        [FieldOffset(8)] internal byte Type;
        [FieldOffset(16)] internal int File;
    }

    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Event
    {
        [FieldOffset(0)] internal ulong Userdata;
        [FieldOffset(10)] internal byte Type;
        [FieldOffset(16)] internal long Bytes;
    }

    private struct Vector
    {
        internal byte* Address;
        internal nuint Length;
    }
}
