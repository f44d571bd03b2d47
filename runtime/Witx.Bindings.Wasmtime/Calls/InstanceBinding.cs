using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// The state that all host functions of one instance share: its memory. Hosts do not own it, because they serve many instances.
/// </summary>
/// <param name="export">The name in UTF-8 under which the instance exports its memory; empty if it does not export a memory.</param>
[SuppressMessage("Design", "CA1001", Justification = "The guest releases it: 'Release'.")]
internal sealed unsafe class InstanceBinding(byte[] export)
{
    private enum Memory
    {
        /// <summary>The instance does not exist yet or is not known: each call looks up the memory of the caller.</summary>
        Unknown,
        None,
        Own,
        Shared,
    }

    private readonly byte[] _export = export;

    private Memory _kind = Memory.Unknown;

    private nint _context;

    private MemoryHandle _own;

    private nuint _length;

    private byte* _origin;

    private SharedMemoryHandle? _shared;

    /// <summary>A key that identifies the prepared module of the instance; null for other instances.</summary>
    /// <remarks>It is not the module itself, because the engine keeps function bindings, and thus this key, alive.</remarks>
    internal object? Prepared { get; init; }

    /// <summary>The hosts of an instance of a prepared module; null for other instances, and after the guest is disposed.</summary>
    internal IHostModule[]? Hosts { get; set; }

    /// <summary>The object that identifies the guest to interceptors; null if there is none, and after the guest is disposed.</summary>
    internal object? State { get; set; }

    /// <summary>The view guard of the instance's store; null if the store is not known before the call.</summary>
    internal ViewGuard? Views { get; init; }

    /// <summary>Returns the view guard of the calling store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ViewGuard GetViews(nint caller) => Views ?? ViewGuard.GetFromCaller(caller);

    /// <summary>Returns a view of the memory at this moment. It may have grown and moved since the last call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GuestMemory OpenMemory(nint caller)
    {
        if (_kind != Memory.Own)
        {
            return OpenOther(caller);
        }

        fixed (MemoryHandle* memory = &_own)
        {
            // A memory moves only when it grows: if the length did not change, the origin did not change.
            nuint length = Libwasmtime.wasmtime_memory_data_size(_context, memory);
            if (length != _length)
            {
                _length = length;
                _origin = Libwasmtime.wasmtime_memory_data(_context, memory);
            }

            return new GuestMemory(_origin, length);
        }
    }

    /// <summary>Returns a view of the memory of an instance outside of its calls.</summary>
    internal GuestMemory OpenMemory(nint context, InstanceHandle instance)
    {
        if (_kind != Memory.Unknown)
        {
            // The caller's context is used only while the instance is unknown.
            return OpenMemory(caller: 0);
        }

        Extern item;
        if (!Libwasmtime.wasmtime_instance_export_get(context, &instance, "memory"u8, 6, &item))
        {
            return default;
        }

        GuestMemory memory = item.Kind == ExternKind.Memory
            ? new GuestMemory(
                Libwasmtime.wasmtime_memory_data(context, &item.Memory),
                Libwasmtime.wasmtime_memory_data_size(context, &item.Memory))
            : item.Kind == ExternKind.SharedMemory ? SharedMemoryHandle.Open(item.SharedMemory) : default;
        Libwasmtime.wasmtime_extern_delete(&item);
        return memory;
    }

    /// <summary>Uses the memory that the new instance exports, unless an imported memory is already in use.</summary>
    internal void Attach(nint context, InstanceHandle instance)
    {
        if (_kind != Memory.Unknown)
        {
            return;
        }

        Extern item;
        if (_export.Length > 0
            && Libwasmtime.wasmtime_instance_export_get(context, &instance, _export, (nuint)_export.Length, &item))
        {
            UseMemory(context, item);
            Libwasmtime.wasmtime_extern_delete(&item);
        }
        else
        {
            _kind = Memory.None;
        }
    }

    /// <summary>Uses a memory from now on.</summary>
    internal void UseMemory(nint context, Extern memory)
    {
        _context = context;
        if (memory.Kind == ExternKind.SharedMemory)
        {
            _shared = SharedMemoryHandle.FromExtern(memory);
            _kind = Memory.Shared;
        }
        else
        {
            _own = memory.Memory;
            _kind = Memory.Own;
        }
    }

    /// <summary>Releases the hosts and the reference to a shared memory. The store keeps the memory alive for the instance.</summary>
    internal void Release()
    {
        (Hosts, State) = (null, null);
        _shared?.Dispose();
    }

    private GuestMemory OpenOther(nint caller) => _kind switch
    {
        Memory.Shared => _shared!.Open(),
        Memory.Unknown => OpenFromCaller(caller),
        _ => default,
    };

    private GuestMemory OpenFromCaller(nint caller)
    {
        Extern item;
        if (_export.Length == 0 || !Libwasmtime.wasmtime_caller_export_get(caller, _export, (nuint)_export.Length, &item))
        {
            return default;
        }

        if (item.Kind == ExternKind.Memory)
        {
            nint context = Libwasmtime.wasmtime_caller_context(caller);
            return new GuestMemory(
                Libwasmtime.wasmtime_memory_data(context, &item.Memory),
                Libwasmtime.wasmtime_memory_data_size(context, &item.Memory));
        }

        // Delete the reference now: the calling instance keeps the memory alive by another one.
        GuestMemory memory = item.Kind == ExternKind.SharedMemory ? SharedMemoryHandle.Open(item.SharedMemory) : default;
        Libwasmtime.wasmtime_extern_delete(&item);
        return memory;
    }
}
