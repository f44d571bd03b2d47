using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasi.Vfs;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>
/// A guest without an engine: a memory, a process, and its system calls by name. Arguments are core values, as an engine passes
/// them.
/// </summary>
internal sealed class TestGuest : IDisposable
{
    internal const int MemoryLength = 1 << 20;

    private readonly byte[] _memory;
    private readonly Dictionary<string, HostFunction> _functions = [];
    private readonly Dictionary<HostFunction, IHostModule> _hosts = [];
    private bool _isMain = true;
    private readonly byte[] _slots = new byte[16 * HostValues.SlotSize];

    internal TestGuest(WasiOptions? options = null, Personality personality = Personality.Preview, int memoryLength = MemoryLength)
        : this(new WasiProcess(options ?? new WasiOptions()), personality, memoryLength)
    {
    }

    internal TestGuest(WasiOptions options, CancellationToken token)
        : this(new WasiProcess(options, token), Personality.Preview)
    {
    }

    private TestGuest(WasiProcess process)
    {
        _memory = new byte[MemoryLength];
        Process = process;
        Thread = new WasiThread(process);
        Add(new Preview1Memory64(Thread));
        Add(new WasixMemory64(Thread));
        Add(new WasixExtMemory64(Thread));
        Add(new WasixSignals(Thread));
    }

    private TestGuest(WasiProcess process, Personality personality, int memoryLength = MemoryLength)
    {
        _memory = new byte[memoryLength];
        Process = process;
        Thread = new WasiThread(process);
        Add(new Preview1(Thread, personality));
        if (personality == Personality.Wasix)
        {
            Add(new Wasix(Thread));
            Add(new WasixExt(Thread));
            Add(new WasixSignals(Thread));
        }
    }

    private TestGuest(WasiProcess process, ReadOnlySpan<Func<WasiThread, IHostModule>> hosts)
    {
        _memory = new byte[MemoryLength];
        Process = process;
        Thread = new WasiThread(process);
        foreach (Func<WasiThread, IHostModule> create in hosts)
        {
            Add(create(Thread));
        }
    }

    /// <summary>Creates a guest that imports given interfaces. A later one replaces functions of the same name.</summary>
    internal static TestGuest Create(WasiOptions options, params ReadOnlySpan<Func<WasiThread, IHostModule>> hosts) =>
        new(new WasiProcess(options), hosts);

    /// <summary>Creates a WASIX guest with 64-bit addresses.</summary>
    internal static TestGuest CreateMemory64(WasiOptions options, CancellationToken token = default) =>
        new(new WasiProcess(options, token));

    /// <summary>Creates a second thread of the same process, with its own memory.</summary>
    internal TestGuest StartThread() => new(Process, Personality.Preview) { _isMain = false };

    internal WasiProcess Process { get; }

    internal WasiThread Thread { get; }

    internal IEnumerable<string> Functions => _functions.Keys;

    internal DescriptorTable Descriptors => Process.Descriptors;

    internal Span<byte> Memory => _memory;

    public void Dispose()
    {
        Thread.Dispose();
        if (_isMain)
        {
            Process.Dispose();
        }
    }

    internal HostFunction Function(string name) => _functions[name];

    internal Errno Call(string function, params ReadOnlySpan<ulong> arguments) => Call(_functions[function], arguments);

    internal Errno Call(HostFunction function, ReadOnlySpan<ulong> arguments)
    {
        Span<byte> slots = _slots.AsSpan(0, arguments.Length * HostValues.SlotSize);
        for (int i = 0; i < arguments.Length; i++)
        {
            BitConverter.TryWriteBytes(slots[(i * HostValues.SlotSize)..], arguments[i]);
        }

        if (function.Reentry is { } entry)
        {
            GuestCall call = new(new MemoryGuest(_memory));
            return (Errno)entry(_hosts[function], new HostValues(slots), ref call);
        }

        return (Errno)function.Entry(_hosts[function], new HostValues(slots), new GuestMemory(_memory));
    }

    internal uint UInt32(int address) => BitConverter.ToUInt32(_memory, address);

    internal ulong UInt64(int address) => BitConverter.ToUInt64(_memory, address);

    internal string Text(int address, int length) => Encoding.UTF8.GetString(_memory, address, length);

    internal void Write(int address, params ReadOnlySpan<byte> bytes) => bytes.CopyTo(_memory.AsSpan(address));

    /// <summary>Calls <c>fd_write</c> with a text in two vectors.</summary>
    internal Errno Write(uint fd, string text, out uint count)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(TextAt, bytes);
        Vectors(TextAt, bytes.Length / 2, TextAt + (bytes.Length / 2), bytes.Length - (bytes.Length / 2));
        Errno error = Call("fd_write", fd, VectorsAt, 2, ResultAt);
        count = UInt32(ResultAt);
        return error;
    }

    /// <summary>Calls <c>fd_read</c> with one vector of the given length.</summary>
    internal Errno Read(uint fd, int length, out string text)
    {
        Vectors(BufferAt, length);
        Errno error = Call("fd_read", fd, VectorsAt, 1, ResultAt);
        text = error == Errno.Success ? Text(BufferAt, (int)UInt32(ResultAt)) : "";
        return error;
    }

    /// <summary>Writes 32-bit I/O vectors at <see cref="VectorsAt"/>: an address and a length each.</summary>
    internal void Vectors(params ReadOnlySpan<int> addressesAndLengths)
    {
        for (int i = 0; i < addressesAndLengths.Length; i++)
        {
            BitConverter.TryWriteBytes(_memory.AsSpan(0x100 + (4 * i)), addressesAndLengths[i]);
        }
    }

    /// <summary>Calls <c>path_open</c>.</summary>
    internal Errno Open(
        uint fd, string path, Oflags how, Rights rights, out uint opened, Fdflags flags = 0, Lookupflags lookup = Lookupflags.SymlinkFollow)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        Write(PathAt, bytes);
        Errno error = Call("path_open", fd, (uint)lookup, PathAt, (uint)bytes.Length, (uint)how, (ulong)rights, 0, (uint)flags, ResultAt);
        opened = UInt32(ResultAt);
        return error;
    }

    /// <summary>Calls a function that takes two paths. For <c>path_symlink</c>, the first path is the target.</summary>
    internal Errno CallPaths(string function, uint fd, string path, uint newFd, string newPath)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        byte[] newBytes = Encoding.UTF8.GetBytes(newPath);
        Write(PathAt, bytes);
        Write(0x4000, newBytes);
        ulong length = (ulong)bytes.Length;
        ulong newLength = (ulong)newBytes.Length;
        return function switch
        {
            "path_symlink" => Call(function, PathAt, length, newFd, 0x4000, newLength),
            "path_link" => Call(function, fd, 0, PathAt, length, newFd, 0x4000, newLength),
            _ => Call(function, fd, 0x3000, length, newFd, 0x4000, newLength),
        };
    }

    /// <summary>Calls a function that takes only a path.</summary>
    internal Errno CallPath(string function, uint fd, string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        Write(PathAt, bytes);
        return Call(function, fd, 0x3000, (uint)bytes.Length);
    }

    private void Add(IHostModule host)
    {
        foreach (HostFunction function in host.Functions)
        {
            _functions[function.Name] = function;
            _hosts[function] = host;
        }
    }

    /// <summary>A guest that has a memory, and no functions to call back.</summary>
    private sealed class MemoryGuest(byte[] memory) : ICallingGuest
    {
        public GuestMemory Memory => new(memory);

        public GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments) => throw new WitxTrapException(export);

        public GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) =>
            throw new WitxTrapException(table);
    }
}
