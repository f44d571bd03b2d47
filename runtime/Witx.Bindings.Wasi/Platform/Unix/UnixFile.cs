using System;
using System.Runtime.CompilerServices;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>The calls on an open file of a Unix. Data goes straight between the file and the guest's memory, all vectors in one call.</summary>
[SkipLocalsInit]
internal static unsafe class UnixFile
{
    private const int SeekCurrent = 1;
    private const int MaxGathered = 1024;

    internal static Errno Read(HostHandle file, in IoVectors vectors, out uint count) => Move(Transfer.Read, file, vectors, 0, out count);

    internal static Errno Write(HostHandle file, in IoVectors vectors, out uint count) => Move(Transfer.Write, file, vectors, 0, out count);

    internal static Errno ReadAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        Move(Transfer.ReadAt, file, vectors, offset, out count);

    internal static Errno WriteAt(HostHandle file, in IoVectors vectors, ulong offset, out uint count) =>
        Move(Transfer.WriteAt, file, vectors, offset, out count);

    /// <summary>Writes at the end of the file, wherever others have moved it, and says where that left it.</summary>
    internal static Errno Append(HostHandle file, in IoVectors vectors, out uint count, out ulong end)
    {
        end = 0;
        if (OperatingSystem.IsLinux())
        {
            Errno error = Move(Transfer.Append, file, vectors, 0, out count);
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
        while ((result = Libc.SetSize(file, (long)size)) < 0 && HostErrno.Interrupted)
        {
        }

        return Answer(result);
    }

    /// <summary>Reserves room on the disk: the file is at least that long afterwards.</summary>
    internal static Errno Allocate(HostHandle file, ulong offset, ulong length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Errno.Notsup;
        }

        int result;
        while ((result = LinuxLibc.Allocate(file, 0, (long)offset, (long)length)) < 0 && HostErrno.Interrupted)
        {
        }

        return Answer(result);
    }

    internal static Errno Advise(HostHandle file, ulong offset, ulong length, Advice advice)
    {
        // The C library swaps two of WASI's.
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
        return Answer(Libc.SetTimes(file, pair));
    }

    internal static void WriteTimes(FileTimes times, TimeSpec* pair)
    {
        pair[0] = ToTime(times.Accessed, times.Changes.HasFlag(Fstflags.Atim), times.Changes.HasFlag(Fstflags.AtimNow));
        pair[1] = ToTime(times.Modified, times.Changes.HasFlag(Fstflags.Mtim), times.Changes.HasFlag(Fstflags.MtimNow));
    }

    /// <summary>Data and metadata to the disk itself: macOS's <c>fsync</c> stops at the drive's cache.</summary>
    internal static Errno Sync(HostHandle file)
    {
        if (OperatingSystem.IsMacOS() && MacLibc.Control(file, MacConstants.FullSync) >= 0)
        {
            return Errno.Success;
        }

        int result;
        while ((result = Libc.Sync(file)) < 0 && HostErrno.Interrupted)
        {
        }

        return Answer(result);
    }

    internal static Errno DataSync(HostHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return Sync(file);
        }

        int result;
        while ((result = LinuxLibc.DataSync(file)) < 0 && HostErrno.Interrupted)
        {
        }

        return Answer(result);
    }

    /// <summary>
    /// One vector, which most transfers are, is a plain call: the kernel need not fetch it first. So are a few bytes of several. Not
    /// inlined, for the runtime calls out of a handler by a way of its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Errno Move(Transfer transfer, HostHandle file, in IoVectors vectors, ulong offset, out uint count)
    {
        if (transfer != Transfer.Append)
        {
            if (vectors.Count == 1)
            {
                fixed (byte* buffer = &vectors.Origin)
                {
                    IoVector only = vectors.Entries[0];
                    return Move(transfer, single: true, file, buffer + only.Address, (nuint)only.Length, offset, out count);
                }
            }

            if (vectors.Length <= MaxGathered)
            {
                return MoveGathered(transfer, file, vectors, offset, out count);
            }
        }

        fixed (IoVector* entries = vectors.Entries)
        fixed (byte* origin = &vectors.Origin)
        {
            vectors.Shift((nint)origin);
            Errno error = Move(transfer, single: false, file, entries, (nuint)vectors.Count, offset, out count);
            vectors.Shift(-(nint)origin);
            return error;
        }
    }

    /// <summary>Copying so little costs less than having the kernel fetch and check the vectors.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Errno MoveGathered(Transfer transfer, HostHandle file, in IoVectors vectors, ulong offset, out uint count)
    {
        byte* buffer = stackalloc byte[MaxGathered];
        Span<byte> data = new(buffer, vectors.Length);
        bool reads = transfer is Transfer.Read or Transfer.ReadAt;
        if (!reads)
        {
            _ = vectors.CopyTo(data);
        }

        Errno error = Move(transfer, single: true, file, buffer, (nuint)data.Length, offset, out count);
        if (reads)
        {
            _ = vectors.CopyFrom(data[..(int)count]);
        }

        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Errno Move(Transfer transfer, bool single, HostHandle file, void* data, nuint length, ulong offset, out uint count)
    {
        nint moved;
        do
        {
            moved = OperatingSystem.IsLinux()
                ? LinuxIo.Move(transfer, single, file, data, length, (long)offset)
                : MacIo.Move(transfer, single, file, data, length, (long)offset);
        }
        while (moved < 0 && HostErrno.Interrupted);

        count = moved < 0 ? 0 : (uint)moved;
        return moved < 0 ? HostErrno.Last : Errno.Success;
    }

    private static TimeSpec ToTime(ulong time, bool set, bool now) =>
        now ? new TimeSpec(0, UnixConstants.Current.TimeNow)
        : set ? TimeSpec.FromNanoseconds(time)
        : new TimeSpec(0, UnixConstants.Current.TimeOmit);

    private static Errno Answer(int result) => result < 0 ? HostErrno.Last : Errno.Success;
}
