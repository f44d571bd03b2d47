using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>A directory of the host's, and one instance of the probing guest that has it as its only directory.</summary>
internal sealed class DifferentialInstance : IDisposable
{
    /// <summary>How many descriptors a sequence of calls juggles. The first is the directory that the guest starts with.</summary>
    internal const int Slots = 3;

    // A number that neither host ever gives.
    private const uint Closed = 4711;

    private readonly ScratchDirectory _scratch = new();
    private readonly Store _store;
    private readonly Instance _instance;
    private readonly Memory _memory;
    private readonly IDisposable? _host;
    private readonly uint[] _descriptors = [3, .. Enumerable.Repeat(Closed, Slots - 1)];

    private DifferentialInstance(Engine engine, Func<string, Store, (Instance, IDisposable?)> start)
    {
        _store = new Store(engine);
        (_instance, _host) = start(_scratch.Path, _store);
        _memory = _instance.GetMemory("memory")!;
    }

    internal static DifferentialInstance Ours(Engine engine, Module module) => new(engine, (path, store) =>
    {
        WasiProcess process = new(new WasiOptions { Arguments = ["probe"], Mounts = [new WasiMount("/", WasiDirectory.Host(path))] });
        return (new HostImports().AddWasi(process).Instantiate(store, module).Instance, process);
    });

    internal static DifferentialInstance Wasmtimes(Engine engine, Module module) => new(engine, (path, store) =>
    {
        using Linker linker = new(engine);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration().WithArg("probe").WithPreopenedDirectory(path, "/", mutable: true));
        return (linker.Instantiate(store, module), null);
    });

    public void Dispose()
    {
        _store.Dispose();
        _host?.Dispose();
        _scratch.Dispose();
    }

    /// <summary>The number behind a slot.</summary>
    internal uint Descriptor(int slot) => _descriptors[slot];

    internal void Opened(int slot, uint descriptor) => _descriptors[slot] = descriptor;

    internal void Close(int slot) => _descriptors[slot] = Closed;

    /// <summary>What a slot stands for.</summary>
    internal DescriptorState? Look(int slot) => Call("fd_fdstat_get", [_descriptors[slot], Step.ResultAt]) == Errno.Success
        ? new DescriptorState((Filetype)Bytes(Step.ResultAt, 1)[0], (Rights)BitConverter.ToUInt64(Bytes(Step.ResultAt + 8, 8)))
        : null;

    internal Span<byte> Bytes(int address, int length) => _memory.GetSpan(address, length);

    /// <summary>Calls a function of the guest's.</summary>
    /// <returns>The errno; null for a trap.</returns>
    internal Errno? Call(string function, ReadOnlySpan<ulong> arguments)
    {
        Function callee = _instance.GetFunction(function)!;
        ValueBox[] values = new ValueBox[arguments.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = callee.Parameters[i] == ValueKind.Int64 ? (long)arguments[i] : (int)arguments[i];
        }

        try
        {
            return (Errno)(int)callee.Invoke(values)!;
        }
        catch (WasmtimeException)
        {
            return null;
        }
    }

    /// <summary>Everything below the directory: names, kinds, contents and targets.</summary>
    internal string Tree()
    {
        StringBuilder tree = new();
        Describe(new DirectoryInfo(_scratch.Path), "", tree);
        return tree.ToString();
    }

    private static void Describe(DirectoryInfo directory, string indentation, StringBuilder tree)
    {
        IEnumerable<FileSystemInfo> entries = directory.EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal);
        foreach (FileSystemInfo entry in entries)
        {
            tree.Append(indentation).Append(entry.Name);
            if (entry.LinkTarget is { } target)
            {
                tree.Append(" -> ").AppendLine(target);
            }
            else if (entry is DirectoryInfo child)
            {
                tree.AppendLine("/");
                Describe(child, indentation + "  ", tree);
            }
            else
            {
                tree.Append(": ").AppendLine(Convert.ToHexString(File.ReadAllBytes(entry.FullName)));
            }
        }
    }
}
