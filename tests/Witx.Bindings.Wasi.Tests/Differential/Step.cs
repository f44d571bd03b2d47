using System;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>What a world answered.</summary>
/// <param name="Errno">The errno; null for a trap.</param>
/// <param name="Seen">What the guest finds in its memory after a success, without what differs from one directory to its twin.</param>
internal sealed record Answer(Errno? Errno, string Seen)
{
    public override string ToString() => $"{Errno?.ToString() ?? "trap"} {Seen}".TrimEnd();
}

/// <summary>One call, in terms that both worlds understand: slots for descriptors, text for paths.</summary>
/// <param name="Function">The function.</param>
internal sealed record Step(string Function)
{
    private const int FirstPath = 0x1000;
    private const int SecondPath = 0x3000;

    /// <summary>Where a call finds its vectors, and leaves its results.</summary>
    internal const int VectorsAt = 0x100;

    internal const int ResultAt = 0x200;

    internal const int BufferAt = 0x8000;

    /// <summary>The descriptor that the call is about.</summary>
    internal int Slot { get; init; }

    /// <summary>The second descriptor, or the one that is opened.</summary>
    internal int OtherSlot { get; init; }

    internal string Path { get; init; } = "";

    internal string OtherPath { get; init; } = "";

    /// <summary>The numbers, in the function's own order.</summary>
    internal ulong[] Numbers { get; init; } = [];

    /// <summary>The lengths of the vectors.</summary>
    internal int[] Lengths { get; init; } = [];

    public override string ToString() =>
        $"{Function}(#{Slot}, #{OtherSlot}, '{Path}', '{OtherPath}', [{string.Join(',', Numbers)}], [{string.Join(',', Lengths)}])";

    /// <summary>Makes the call.</summary>
    internal Answer Make(DifferentialInstance world)
    {
        ulong fd = world.Descriptor(Slot);
        (ulong path, ulong pathLength) = Write(world, FirstPath, Path);
        (ulong other, ulong otherLength) = Write(world, SecondPath, OtherPath);
        world.Bytes(ResultAt, 64).Clear();
        WriteVectors(world);
        ulong[] arguments = Function switch
        {
            "path_open" => [fd, Numbers[0], path, pathLength, Numbers[1], Numbers[2], Numbers[3], Numbers[4], ResultAt],
            "path_link" => [fd, Numbers[0], path, pathLength, world.Descriptor(OtherSlot), other, otherLength],
            "path_rename" => [fd, path, pathLength, world.Descriptor(OtherSlot), other, otherLength],
            "path_symlink" => [other, otherLength, fd, path, pathLength],
            "path_filestat_get" => [fd, Numbers[0], path, pathLength, ResultAt],
            "path_filestat_set_times" => [fd, Numbers[0], path, pathLength, Numbers[1], Numbers[2], Numbers[3]],
            "path_readlink" => [fd, path, pathLength, BufferAt, Numbers[0], ResultAt],
            "path_create_directory" or "path_remove_directory" or "path_unlink_file" => [fd, path, pathLength],
            "fd_renumber" => [fd, world.Descriptor(OtherSlot)],
            "fd_read" or "fd_write" => [fd, VectorsAt, (ulong)Lengths.Length, ResultAt],
            "fd_pread" or "fd_pwrite" => [fd, VectorsAt, (ulong)Lengths.Length, Numbers[0], ResultAt],
            "fd_seek" => [fd, Numbers[0], Numbers[1], ResultAt],
            "fd_readdir" => [fd, BufferAt, 0x4000, 0, ResultAt],
            "fd_tell" or "fd_filestat_get" or "fd_fdstat_get" or "fd_prestat_get" => [fd, ResultAt],
            "fd_prestat_dir_name" => [fd, BufferAt, Numbers[0]],
            "clock_res_get" => [Numbers[0], ResultAt],
            "clock_time_get" => [Numbers[0], 0, ResultAt],
            "args_sizes_get" or "environ_sizes_get" => [ResultAt, ResultAt + 4],
            "random_get" => [BufferAt, Numbers[0]],
            "sched_yield" => [],
            _ => [fd, .. Numbers],
        };
        Errno? errno = world.Call(Function, arguments);
        string seen = errno == Errno.Success ? See(world) : "";
        return new Answer(errno, seen);
    }

    private static (ulong Address, ulong Length) Write(DifferentialInstance world, int address, string path)
    {
        int length = Encoding.UTF8.GetBytes(path, world.Bytes(address, 0x1000));
        return ((ulong)address, (ulong)length);
    }

    private void WriteVectors(DifferentialInstance world)
    {
        int address = BufferAt;
        for (int i = 0; i < Lengths.Length; i++)
        {
            BitConverter.TryWriteBytes(world.Bytes(VectorsAt + (8 * i), 4), address);
            BitConverter.TryWriteBytes(world.Bytes(VectorsAt + (8 * i) + 4, 4), Lengths[i]);
            if (Function is "fd_write" or "fd_pwrite")
            {
                world.Bytes(address, Lengths[i]).Fill((byte)('a' + i + Lengths[i]));
            }

            address += Lengths[i];
        }
    }

    private string See(DifferentialInstance world)
    {
        Span<byte> result = world.Bytes(ResultAt, 64);
        switch (Function)
        {
            case "path_open":
                world.Opened(OtherSlot, BitConverter.ToUInt32(result));
                return "";
            case "fd_close":
                world.Close(Slot);
                return "";
            case "fd_renumber":
                if (Slot != OtherSlot)
                {
                    world.Close(Slot);
                }

                return "";
            case "fd_read" or "fd_pread":
                int count = BitConverter.ToInt32(result);
                return $"{count}: {Convert.ToHexString(world.Bytes(BufferAt, count))}";
            case "fd_write" or "fd_pwrite":
                int written = BitConverter.ToInt32(result);
                return world.Call("fd_filestat_get", [world.Descriptor(Slot), ResultAt]) == Errno.Success
                    ? $"{written} to make it {BitConverter.ToUInt64(result[32..])} long"
                    : $"{written}";
            case "path_readlink":
                return Encoding.UTF8.GetString(world.Bytes(BufferAt, BitConverter.ToInt32(result)));
            case "fd_seek" or "fd_tell":
                return $"{BitConverter.ToUInt64(result)}";
            case "fd_filestat_get" or "path_filestat_get":
                Filetype type = (Filetype)result[16];
                return type == Filetype.Directory ? $"{type}" : $"{type} links={result[24]} size={BitConverter.ToUInt64(result[32..])}";
            case "fd_fdstat_get":
                return $"{(Filetype)result[0]} {(Fdflags)BitConverter.ToUInt16(result[2..])}";
            case "fd_prestat_get" or "args_sizes_get" or "environ_sizes_get":
                return Convert.ToHexString(result[..8]);
            case "fd_readdir":
                return DirectoryEntries.Describe(world.Bytes(BufferAt, BitConverter.ToInt32(result)));
            default:
                return "";
        }
    }
}
