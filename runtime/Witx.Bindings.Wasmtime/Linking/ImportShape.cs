using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime.Linking;

/// <summary>Everything about imports that a prepared module depends on: all of it except the host objects.</summary>
/// <remarks>It keeps no host object alive, so that a prepared module can serve hosts that live for one instance.</remarks>
internal sealed class ImportShape
{
    private readonly HostTable[] _hosts;
    private readonly (int Host, string? Module)[] _added;
    private readonly HostInterceptor[] _interceptors;
    private readonly Linker? _linker;
    private readonly KeyValuePair<(string Module, string Name), SharedMemory>[] _memories;

    private ImportShape(ImportShape other, KeyValuePair<(string Module, string Name), SharedMemory> memory)
    {
        (_hosts, _added, _interceptors, _linker) = (other._hosts, other._added, other._interceptors, other._linker);
        _memories = [.. other._memories, memory];
    }

    private ImportShape(ImportSources sources)
    {
        _hosts = [.. sources.Hosts.All.ToArray().Select(static host => new HostTable(host))];
        _added = [.. sources.Hosts.Added];
        _interceptors = [.. sources.Interceptors];
        _linker = sources.Linker;
        _memories = [.. sources.Memories ?? []];
    }

    /// <summary>The names of the hosts' classes, in order, for messages.</summary>
    internal IEnumerable<string> ClassNames => _hosts.Select(static host => host.Class.Name);

    internal static ImportShape FromSources(ImportSources sources) => new(sources);

    /// <summary>Adds a shared memory.</summary>
    internal ImportShape With(MemoryImport import, SharedMemory memory) => new(this, new((import.ModuleName, import.Name), memory));

    /// <summary>True if imports differ from those of the prepared module at most in their host objects.</summary>
    internal bool Matches(ImportSources sources) =>
        Accepts(sources.Hosts.All)
        && _added.AsSpan().SequenceEqual(sources.Hosts.Added)
        && _interceptors.AsSpan().SequenceEqual(sources.Interceptors)
        && _linker == sources.Linker
        && HasMemories(sources.Memories);

    private bool HasMemories(Dictionary<(string Module, string Name), SharedMemory>? memories)
    {
        bool hasThem = _memories.Length == (memories?.Count ?? 0);
        for (int i = 0; hasThem && i < _memories.Length; i++)
        {
            hasThem = memories!.GetValueOrDefault(_memories[i].Key) == _memories[i].Value;
        }

        return hasThem;
    }

    /// <summary>True if hosts have the classes and function tables of the hosts of the prepared module, in the same order.</summary>
    internal bool Accepts(ReadOnlySpan<IHostModule> hosts)
    {
        bool accepts = hosts.Length == _hosts.Length;
        for (int i = 0; accepts && i < hosts.Length; i++)
        {
            accepts = hosts[i] is { } host && _hosts[i].Equals(new HostTable(host));
        }

        return accepts;
    }

    /// <summary>Identifies a function table. The first function is enough: a table belongs to one class, whose objects share it.</summary>
    private readonly record struct HostTable(Type Class, int Count, HostFunction? First)
    {
        internal HostTable(IHostModule host)
            : this(host.GetType(), host.Functions.Length, host.Functions is [{ } first, ..] ? first : null)
        {
        }

        public bool Equals(HostTable other) => Class == other.Class && Count == other.Count && ReferenceEquals(First, other.First);

        public override int GetHashCode() => Class.GetHashCode();
    }
}
