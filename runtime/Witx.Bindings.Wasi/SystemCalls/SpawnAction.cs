using System;
using System.Buffers.Binary;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Vfs;
using Witx.Bindings.Wasi.Vfs.Paths;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>One action of a process before its program starts (<c>proc_spawn_fd_op</c>, posix_spawn_file_actions_init(3p)).</summary>
/// <param name="Name">The action.</param>
/// <param name="Fd">The descriptor to close, to open or to duplicate to, or the directory of <c>fchdir</c>.</param>
/// <param name="Source">The descriptor to duplicate.</param>
/// <param name="Path">The path to open or to change to.</param>
/// <param name="Lookup">The flags of the path resolution.</param>
/// <param name="How">The flags of the open.</param>
/// <param name="Rights">The rights that choose the access mode.</param>
/// <param name="Flags">The flags of the open file.</param>
/// <param name="ClosesOnExec">True if <c>exec</c> closes the descriptor.</param>
internal sealed record SpawnAction(
    ProcSpawnFdOpName Name,
    Fd Fd,
    Fd Source,
    byte[] Path,
    Lookupflags Lookup,
    Oflags How,
    Rights Rights,
    Fdflags Flags,
    bool ClosesOnExec)
{
    private const int MaxCount = 4096;

    // Records have addresses of 32 or 64 bits.
    private const int NarrowLength = 56;
    private const int WideLength = 64;

    /// <summary>Reads actions. Guests leave flags that an action does not use uninitialized, so that unknown bits are ignored.</summary>
    /// <param name="memory">The memory of the guest.</param>
    /// <param name="range">The records.</param>
    /// <param name="pointerLength">The length of an address in bytes.</param>
    /// <param name="actions">The actions.</param>
    internal static Errno Read(GuestMemory memory, GuestRange<ProcSpawnFdOp> range, int pointerLength, out SpawnAction[] actions)
    {
        actions = [];
        if (range.Count > MaxCount)
        {
            return Errno.Nomem;
        }

        int length = pointerLength == sizeof(ulong) ? WideLength : NarrowLength;
        ReadOnlySpan<byte> records = memory.Slice(range.Address, range.Count * (uint)length);
        SpawnAction[] read = new SpawnAction[range.Count];
        for (int i = 0; i < read.Length; i++)
        {
            Errno error = Read(memory, records.Slice(i * length, length), pointerLength, out read[i]!);
            if (error != Errno.Success)
            {
                return error;
            }
        }

        actions = read;
        return Errno.Success;
    }

    /// <summary>Performs the action in a process that no thread runs yet.</summary>
    internal Errno ApplyTo(WasiProcess process)
    {
        switch (Name)
        {
            case ProcSpawnFdOpName.Close:
                // The number may be free: posix_spawn(3p) leaves the choice.
                _ = process.Descriptors.Remove(Fd);
                return Errno.Success;
            case ProcSpawnFdOpName.Dup2:
                return process.Descriptors.DuplicateTo(Source, Fd);
            case ProcSpawnFdOpName.Open:
                return Open(process);
            case ProcSpawnFdOpName.Chdir:
                return process.WorkingDirectory.Change(Path);
            default:
                return process.Descriptors.TryGet(Fd, out Descriptor? descriptor)
                    ? process.WorkingDirectory.Change(descriptor.File)
                    : Errno.Badf;
        }
    }

    private static Errno Read(GuestMemory memory, ReadOnlySpan<byte> record, int pointerLength, out SpawnAction? action)
    {
        action = null;
        ProcSpawnFdOpName name = (ProcSpawnFdOpName)record[0];
        if (name > ProcSpawnFdOpName.Fchdir)
        {
            return Errno.Inval;
        }

        int path = pointerLength == sizeof(ulong) ? 16 : 12;
        int flags = path + (2 * pointerLength);
        ReadOnlySpan<byte> rest = record[flags..];
        ulong address = ReadPointer(record[path..], pointerLength);
        ulong length = ReadPointer(record[(path + pointerLength)..], pointerLength);
        bool hasPath = name is ProcSpawnFdOpName.Open or ProcSpawnFdOpName.Chdir;
        if (hasPath && length > PathLimits.MaxPathLength)
        {
            return Errno.Nametoolong;
        }

        int rights = record.Length - 24;
        action = new SpawnAction(
            name,
            new Fd(BinaryPrimitives.ReadUInt32LittleEndian(record[4..])),
            new Fd(BinaryPrimitives.ReadUInt32LittleEndian(record[8..])),
            hasPath ? memory.Slice(address, length).ToArray() : [],
            (Lookupflags)BinaryPrimitives.ReadUInt32LittleEndian(rest) & Lookupflags.SymlinkFollow,
            (Oflags)BinaryPrimitives.ReadUInt16LittleEndian(rest[4..]) & (Oflags.Creat | Oflags.Directory | Oflags.Excl | Oflags.Trunc),
            (Rights)BinaryPrimitives.ReadUInt64LittleEndian(record[rights..]),
            (Fdflags)BinaryPrimitives.ReadUInt16LittleEndian(record[(rights + 16)..])
                & (Fdflags.Append | Fdflags.Dsync | Fdflags.Nonblock | Fdflags.Rsync | Fdflags.Sync),
            (BinaryPrimitives.ReadUInt16LittleEndian(record[(rights + 18)..]) & (ushort)Fdflagsext.Cloexec) != 0);
        return Errno.Success;
    }

    private static ulong ReadPointer(ReadOnlySpan<byte> bytes, int length) =>
        length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private Errno Open(WasiProcess process)
    {
        Errno error = process.WorkingDirectory.GetAbsolutePath(Path, out byte[] path);
        if (error != Errno.Success)
        {
            return error;
        }

        // A guest that has closed the root directory cannot open absolute paths.
        if (process.Root is not { } directory || process.Descriptors.Find(directory) is not { } root)
        {
            return Errno.Acces;
        }

        if (Path[^1] == (byte)'/' && path.Length > 1)
        {
            path = [.. path, (byte)'/'];
        }

        if (!root.Allows(OpenRequest.GetDirectoryRights(How)) || !OpenRequest.IsAllowed(root, Rights, Flags))
        {
            return Errno.Acces;
        }

        PathBase start = new(directory, directory.Mount, directory);
        error = OpenRequest.Open(root, start, path, Lookup, How, Rights, Flags, out OpenFileDescription? file);
        if (error != Errno.Success)
        {
            return error;
        }

        Descriptor descriptor = new(file!, root.InheritingRights, root.InheritingRights) { CloseOnExec = ClosesOnExec };
        error = process.Descriptors.Put(descriptor, Fd);
        if (error != Errno.Success)
        {
            file!.Release();
        }
        else if (file!.Mount?.IsRevoked == true)
        {
            file.Revoke();
        }

        return error;
    }
}
