using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasi.Tests.Vfs.Nodes;
using Witx.Bindings.Wasi.Tests.Vfs.Policies;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>An instance of <see cref="ProbeModule"/> on one of the two hosts, with one directory as its only preopen.</summary>
internal sealed class DifferentialInstance : IDisposable
{
    /// <summary>Number of descriptors that a sequence of calls uses. The first is the preopened directory.</summary>
    internal const int Slots = 3;

    // A descriptor that neither host ever assigns.
    private const uint Closed = 4711;

    private readonly ScratchDirectory _scratch = new();
    private readonly Store _store;
    private readonly Instance _instance;
    private readonly Memory _memory;
    private readonly IDisposable? _host;
    private WasiDirectory? _inMemory;
    private readonly uint[] _descriptors = [3, .. Enumerable.Repeat(Closed, Slots - 1)];

    private DifferentialInstance(Engine engine, Func<string, Store, (Instance, IDisposable?)> start)
    {
        _store = new Store(engine);
        (_instance, _host) = start(_scratch.Path, _store);
        _memory = _instance.GetMemory("memory")!;
    }

    /// <summary>Creates an instance on this host.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="module">The module.</param>
    /// <param name="kind">
    /// The directory: <c>host</c>, <c>policy</c> for the host with a file policy that allows everything, <c>view</c> for a view of a
    /// snapshot, or <c>own</c> for a file system of the embedder.
    /// </param>
    internal static DifferentialInstance CreateOurs(Engine engine, Module module, string kind)
    {
        WasiDirectory? inMemory = kind switch
        {
            "view" => WasiDirectory.CreateInMemory().CreateSnapshot().CreateView(),
            "own" => WasiDirectory.FromNode(new OwnDirectory()),
            _ => null,
        };
        DifferentialInstance instance = new(engine, (path, store) =>
        {
            WasiDirectory directory = inMemory ?? WasiDirectory.FromHostPath(path);
            WasiProcess process = new(new WasiOptions
            {
                Arguments = ["probe"],
                Mounts = [new WasiMount("/", directory) { Policy = kind == "policy" ? new RecordingPolicy() : null }],
            });
            return (new HostImports().AddWasi(process).Instantiate(store, module).Instance, process);
        });
        instance._inMemory = inMemory;
        return instance;
    }

    internal static DifferentialInstance CreateWasmtime(Engine engine, Module module) => new(engine, (path, store) =>
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

    /// <summary>Gets the descriptor in a slot.</summary>
    internal uint Descriptor(int slot) => _descriptors[slot];

    internal void SetDescriptor(int slot, uint descriptor) => _descriptors[slot] = descriptor;

    internal void Close(int slot) => _descriptors[slot] = Closed;

    /// <summary>Gets the file type and the rights of the descriptor in a slot, or null if it is closed.</summary>
    internal DescriptorState? GetState(int slot) => Call("fd_fdstat_get", [_descriptors[slot], ProbeCall.ResultAt]) == Errno.Success
        ? new DescriptorState((Filetype)Bytes(ProbeCall.ResultAt, 1)[0], (Rights)BitConverter.ToUInt64(Bytes(ProbeCall.ResultAt + 8, 8)))
        : null;

    internal Span<byte> Bytes(int address, int length) => _memory.GetSpan(address, length);

    /// <summary>Calls an exported function of the guest.</summary>
    /// <returns>The errno, or null for a trap.</returns>
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

    /// <summary>Formats everything below the directory: names, file types, contents and link targets.</summary>
    internal string FormatTree()
    {
        _inMemory?.CopyTo(WasiDirectory.FromHostPath(_scratch.Path));
        StringBuilder tree = new();
        Describe(new DirectoryInfo(_scratch.Path), "", tree);
        return tree.ToString();
    }

    private static void Describe(DirectoryInfo directory, string indentation, StringBuilder tree)
    {
        IEnumerable<FileSystemInfo> entries =
            directory.EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal);
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
