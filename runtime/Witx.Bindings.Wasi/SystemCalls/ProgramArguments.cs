using System;
using System.Collections.Generic;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Vfs;
using Bool = Witx.Bindings.Wasi.WasiTypes.Bool;

namespace Witx.Bindings.Wasi.SystemCalls;

/// <summary>Reads the program, the arguments and the environment of <c>proc_exec</c> and <c>proc_spawn</c>.</summary>
/// <param name="memory">The memory of the guest.</param>
internal readonly ref struct ProgramArguments(GuestMemory memory)
{
    // The maximum of Linux for arguments and environment together, with its default stack: execve(2).
    private const int MaxLength = 2 << 20;

    private readonly GuestMemory _memory = memory;

    /// <summary>Reads arguments that line feeds separate or end.</summary>
    internal Errno Read(
        GuestRange<byte> name,
        GuestRange<byte> args,
        GuestRange<byte> envs,
        Bool searchPath,
        GuestRange<byte> path,
        out ProgramRequest? request)
    {
        request = null;
        Errno error = Split(args, out List<byte[]> arguments);
        List<byte[]> environment = [];
        error = error == Errno.Success ? Split(envs, out environment) : error;
        return error == Errno.Success
            ? Create(name, arguments, envs.Address == 0 ? null : environment, searchPath, path, out request)
            : error;
    }

    /// <summary>Reads arguments that are each in a string of their own.</summary>
    internal Errno Read(
        GuestRange<byte> name,
        GuestRange<GuestPointer<byte>> args,
        GuestRange<GuestPointer<byte>> envs,
        Bool searchPath,
        GuestRange<byte> path,
        out ProgramRequest? request)
    {
        request = null;
        Errno error = ReadStrings(args, out List<byte[]> arguments);
        List<byte[]> environment = [];
        error = error == Errno.Success ? ReadStrings(envs, out environment) : error;
        return error == Errno.Success
            ? Create(name, arguments, envs.Address == 0 ? null : environment, searchPath, path, out request)
            : error;
    }

    /// <summary>Copies a text.</summary>
    /// <returns><c>Errno.TooBig</c> (E2BIG) if it is too long.</returns>
    internal Errno Read(GuestRange<byte> text, out byte[] copy)
    {
        ReadOnlySpan<byte> bytes = text.AsString(_memory).Bytes;
        copy = bytes.Length <= MaxLength ? bytes.ToArray() : [];
        return bytes.Length <= MaxLength ? Errno.Success : Errno.TooBig;
    }

    private Errno Create(
        GuestRange<byte> name,
        List<byte[]> arguments,
        List<byte[]>? environment,
        Bool searchPath,
        GuestRange<byte> path,
        out ProgramRequest? request)
    {
        request = null;
        byte[] directories = [];
        Errno error = Read(name, out byte[] program);
        error = error == Errno.Success ? Read(path, out directories) : error;
        error = error == Errno.Success ? PathParser.Check(program) : error;
        if (error == Errno.Success)
        {
            request = new ProgramRequest(program, arguments, environment, searchPath == Bool.True ? directories : null);
        }

        return error;
    }

    private Errno Split(GuestRange<byte> text, out List<byte[]> strings)
    {
        strings = [];
        Errno error = Read(text, out byte[] bytes);
        if (error == Errno.Success && bytes.Contains((byte)0))
        {
            return Errno.Inval;
        }

        for (ReadOnlySpan<byte> left = bytes; !left.IsEmpty;)
        {
            int end = left.IndexOf((byte)'\n');
            strings.Add((end < 0 ? left : left[..end]).ToArray());
            left = end < 0 ? default : left[(end + 1)..];
        }

        return error;
    }

    private Errno ReadStrings(GuestRange<GuestPointer<byte>> pointers, out List<byte[]> strings)
    {
        strings = [];
        long length = 0;
        foreach (GuestPointer<byte> pointer in pointers.AsList(_memory))
        {
            ulong most = Math.Min(_memory.Length - Math.Min(_memory.Length, pointer.Address), MaxLength);
            ReadOnlySpan<byte> text = _memory.Slice(pointer.Address, most);
            int end = text.IndexOf((byte)0);
            length += end < 0 ? text.Length : end + 1;
            if (end < 0 || length > MaxLength)
            {
                return Errno.TooBig;
            }

            strings.Add(text[..end].ToArray());
        }

        return Errno.Success;
    }
}
