using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>
/// Operations on open files of a Unix. Data moves between the file and guest memory without a copy, all buffers in one call.
/// </summary>
[SkipLocalsInit]
internal static unsafe class UnixFile
{
    private const int SeekCurrent = 1;
    private const int MaxGathered = 1024;

    internal static Errno Read(HostHandle file, in IoVectors vectors, out uint count) => Move<ReadTransfer>(file, vectors, 0, out count);

    internal static Errno Write(HostHandle file, in IoVectors vectors, out uint count) => Move<WriteTransfer>(file, vectors, 0, out count);

    internal static Errno ReadAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        Move<ReadAtTransfer>(file, vectors, offset, out count);

    internal static Errno WriteAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        Move<WriteAtTransfer>(file, vectors, offset, out count);

    /// <summary>Writes at the current end of a file, and returns the offset behind the written bytes.</summary>
    internal static Errno Append(HostHandle file, in IoVectors vectors, out uint count, out ulong end)
    {
        end = 0;
        if (OperatingSystem.IsLinux())
        {
            Errno error = MoveVectors<AppendTransfer>(file, vectors, 0, out count);
            end = (ulong)Libc.Seek(file, 0, SeekCurrent);
            return error;
        }

        count = 0;
        Errno answer = UnixStat.Get(file, out Filestat stat);
        if (answer == Errno.Success)
        {
            answer = WriteAt(file, vectors, stat.Size, out count);
            end = stat.Size + count;
        }

        return answer;
    }

    internal static Errno SetSize(HostHandle file, ulong size)
    {
        int result;
        while ((result = Libc.SetSize(file, (long)size)) < 0 && HostErrno.IsInterrupted)
        {
        }

        return ToError(result);
    }

    /// <summary>Reserves disk space, and extends the file to at least <c>offset + length</c>.</summary>
    internal static Errno Allocate(HostHandle file, ulong offset, ulong length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Errno.Notsup;
        }

        int result;
        while ((result = LinuxLibc.Allocate(file, 0, (long)offset, (long)length)) < 0 && HostErrno.IsInterrupted)
        {
        }

        return ToError(result);
    }

    internal static Errno Advise(HostHandle file, ulong offset, ulong length, Advice advice)
    {
        // POSIX_FADV_RANDOM is 1 and POSIX_FADV_SEQUENTIAL 2, the reverse of WASI.
        int number = advice switch
        {
            Advice.Sequential => 2,
            Advice.Random => 1,
            _ => (int)advice,
        };
        return OperatingSystem.IsLinux() ? HostErrno.FromNumber(LinuxLibc.Advise(file, (long)offset, (long)length, number)) : Errno.Success;
    }

    internal static Errno SetTimes(HostHandle file, FileTimes times)
    {
        TimeSpec* pair = stackalloc TimeSpec[2];
        WriteTimes(times, pair);
        return ToError(Libc.SetTimes(file, pair));
    }

    internal static void WriteTimes(FileTimes times, TimeSpec* pair)
    {
        pair[0] = ToTime(times.Accessed, times.Changes.HasFlag(Fstflags.Atim), times.Changes.HasFlag(Fstflags.AtimNow));
        pair[1] = ToTime(times.Modified, times.Changes.HasFlag(Fstflags.Mtim), times.Changes.HasFlag(Fstflags.MtimNow));
    }

    /// <summary>
    /// Writes data and metadata to the disk. On macOS by <c>F_FULLFSYNC</c>, because <c>fsync</c> stops at the cache of the drive.
    /// </summary>
    internal static Errno Sync(HostHandle file)
    {
        if (OperatingSystem.IsMacOS() && MacLibc.Control(file, MacConstants.FullSync) >= 0)
        {
            return Errno.Success;
        }

        int result;
        while ((result = Libc.Sync(file)) < 0 && HostErrno.IsInterrupted)
        {
        }

        return ToError(result);
    }

    internal static Errno DataSync(HostHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Sync(file);
        }

        int result;
        while ((result = LinuxLibc.DataSync(file)) < 0 && HostErrno.IsInterrupted)
        {
        }

        return ToError(result);
    }

    // NoInlining: a P/Invoke inside a try region is not inlined by the JIT, so keep the call in a frame of its own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Errno Move<TTransfer>(HostHandle file, in IoVectors vectors, ulong offset, out uint count)
        where TTransfer : struct, IUnixTransfer
    {
        // A plain call is faster than a vectored one: the kernel need not copy and check the vectors.
        if (vectors.Count == 1)
        {
            fixed (byte* buffer = &vectors.Origin)
            {
                IoVector only = vectors.Entries[0];
                return MoveBuffer<TTransfer>(file, buffer + only.Address, (nuint)only.Length, offset, out count);
            }
        }

        return vectors.Length <= MaxGathered
            ? MoveGathered<TTransfer>(file, vectors, offset, out count)
            : MoveVectors<TTransfer>(file, vectors, offset, out count);
    }

    /// <summary>Transfers a few bytes of several buffers through one buffer on the stack, which costs less than a vectored call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Errno MoveGathered<TTransfer>(HostHandle file, in IoVectors vectors, ulong offset, out uint count)
        where TTransfer : struct, IUnixTransfer
    {
        byte* buffer = stackalloc byte[MaxGathered];
        Span<byte> data = new(buffer, vectors.Length);
        if (!TTransfer.IsRead)
        {
            _ = vectors.CopyTo(data);
        }

        Errno error = MoveBuffer<TTransfer>(file, buffer, (nuint)data.Length, offset, out count);
        if (TTransfer.IsRead)
        {
            _ = vectors.CopyFrom(data[..(int)count]);
        }

        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Errno MoveBuffer<TTransfer>(HostHandle file, void* buffer, nuint length, ulong offset, out uint count)
        where TTransfer : struct, IUnixTransfer
    {
        nint moved;
        do
        {
            HandleLease lease = new(file);
            moved = lease.End(TTransfer.Move(lease.Descriptor, buffer, length, (long)offset));
        }
        while (moved < 0 && HostErrno.IsInterrupted);

        return ToError(moved, out count);
    }

    private static Errno MoveVectors<TTransfer>(HostHandle file, in IoVectors vectors, ulong offset, out uint count)
        where TTransfer : struct, IUnixTransfer
    {
        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin)
        {
            vectors.Shift((nint)origin);
            nint moved;
            do
            {
                HandleLease lease = new(file);
                moved = lease.End(TTransfer.MoveVectors(lease.Descriptor, entries, vectors.Count, (long)offset));
            }
            while (moved < 0 && HostErrno.IsInterrupted);

            vectors.Shift(-(nint)origin);
            return ToError(moved, out count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Errno ToError(nint moved, out uint count)
    {
        count = moved < 0 ? 0 : (uint)moved;
        return moved < 0 ? HostErrno.Last : Errno.Success;
    }

    private static TimeSpec ToTime(ulong time, bool set, bool now) =>
        now ? new TimeSpec(0, UnixConstants.Current.TimeNow)
        : set ? TimeSpec.FromNanoseconds(time)
        : new TimeSpec(0, UnixConstants.Current.TimeOmit);

    private static Errno ToError(int result) => result < 0 ? HostErrno.Last : Errno.Success;
}
