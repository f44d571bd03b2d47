using System;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>The result of a call on one of the hosts.</summary>
/// <param name="Errno">The errno; null for a trap.</param>
/// <param name="Output">The results in guest memory after a success, without values that differ between the two directories.</param>
internal sealed record CallResult(Errno? Errno, string Output)
{
    public override string ToString() => $"{Errno?.ToString() ?? "trap"} {Output}".TrimEnd();
}

/// <summary>A call that can be made on both hosts: descriptors are slots, paths are text.</summary>
/// <param name="Function">The function.</param>
internal sealed record ProbeCall(string Function)
{
    private const int PathAt = 0x1000;
    private const int OtherPathAt = 0x3000;

    /// <summary>Guest address of the I/O vectors.</summary>
    internal const int VectorsAt = 0x100;

    /// <summary>Guest address of the results.</summary>
    internal const int ResultAt = 0x200;

    /// <summary>Guest address of the buffer for reads, writes and names.</summary>
    internal const int BufferAt = 0x8000;

    /// <summary>The slot of the first descriptor.</summary>
    internal int Slot { get; init; }

    /// <summary>The slot of the second descriptor, or of the one that <c>path_open</c> opens.</summary>
    internal int OtherSlot { get; init; }

    internal string Path { get; init; } = "";

    internal string OtherPath { get; init; } = "";

    /// <summary>The other integer arguments, in the order of the function's parameters.</summary>
    internal ulong[] Numbers { get; init; } = [];

    /// <summary>The lengths of the I/O vectors.</summary>
    internal int[] Lengths { get; init; } = [];

    public override string ToString() =>
        $"{Function}(#{Slot}, #{OtherSlot}, '{Path}', '{OtherPath}', [{string.Join(',', Numbers)}], [{string.Join(',', Lengths)}])";

    /// <summary>Makes the call on one host.</summary>
    internal CallResult Make(DifferentialInstance instance)
    {
        ulong fd = instance.Descriptor(Slot);
        (ulong path, ulong pathLength) = Write(instance, PathAt, Path);
        (ulong other, ulong otherLength) = Write(instance, OtherPathAt, OtherPath);
        instance.Bytes(ResultAt, 64).Clear();
        WriteVectors(instance);
        ulong[] arguments = Function switch
        {
            "path_open" => [fd, Numbers[0], path, pathLength, Numbers[1], Numbers[2], Numbers[3], Numbers[4], ResultAt],
            "path_link" => [fd, Numbers[0], path, pathLength, instance.Descriptor(OtherSlot), other, otherLength],
            "path_rename" => [fd, path, pathLength, instance.Descriptor(OtherSlot), other, otherLength],
            "path_symlink" => [other, otherLength, fd, path, pathLength],
            "path_filestat_get" => [fd, Numbers[0], path, pathLength, ResultAt],
            "path_filestat_set_times" => [fd, Numbers[0], path, pathLength, Numbers[1], Numbers[2], Numbers[3]],
            "path_readlink" => [fd, path, pathLength, BufferAt, Numbers[0], ResultAt],
            "path_create_directory" or "path_remove_directory" or "path_unlink_file" => [fd, path, pathLength],
            "fd_renumber" => [fd, instance.Descriptor(OtherSlot)],
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
        Errno? errno = instance.Call(Function, arguments);
        string output = errno == Errno.Success ? ReadOutput(instance) : "";
        return new CallResult(errno, output);
    }

    private static (ulong Address, ulong Length) Write(DifferentialInstance instance, int address, string path)
    {
        int length = Encoding.UTF8.GetBytes(path, instance.Bytes(address, 0x1000));
        return ((ulong)address, (ulong)length);
    }

    private void WriteVectors(DifferentialInstance instance)
    {
        int address = BufferAt;
        for (int i = 0; i < Lengths.Length; i++)
        {
            BitConverter.TryWriteBytes(instance.Bytes(VectorsAt + (8 * i), 4), address);
            BitConverter.TryWriteBytes(instance.Bytes(VectorsAt + (8 * i) + 4, 4), Lengths[i]);
            if (Function is "fd_write" or "fd_pwrite")
            {
                instance.Bytes(address, Lengths[i]).Fill((byte)('a' + i + Lengths[i]));
            }

            address += Lengths[i];
        }
    }

    private string ReadOutput(DifferentialInstance instance)
    {
        Span<byte> result = instance.Bytes(ResultAt, 64);
        switch (Function)
        {
            case "path_open":
                instance.SetDescriptor(OtherSlot, BitConverter.ToUInt32(result));
                return "";
            case "fd_close":
                instance.Close(Slot);
                return "";
            case "fd_renumber":
                if (Slot != OtherSlot)
                {
                    instance.Close(Slot);
                }

                return "";
            case "fd_read" or "fd_pread":
                int count = BitConverter.ToInt32(result);
                return $"{count}: {Convert.ToHexString(instance.Bytes(BufferAt, count))}";
            case "fd_write" or "fd_pwrite":
                int written = BitConverter.ToInt32(result);
                return instance.Call("fd_filestat_get", [instance.Descriptor(Slot), ResultAt]) == Errno.Success
                    ? $"{written} to a size of {BitConverter.ToUInt64(result[32..])}"
                    : $"{written}";
            case "path_readlink":
                return Encoding.UTF8.GetString(instance.Bytes(BufferAt, BitConverter.ToInt32(result)));
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
                return DirectoryEntries.Describe(instance.Bytes(BufferAt, BitConverter.ToInt32(result)));
            default:
                return "";
        }
    }
}
