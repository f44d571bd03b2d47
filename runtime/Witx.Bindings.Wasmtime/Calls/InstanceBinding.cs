using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>What the host functions of one instance share: its memory. Hosts never own it, for they serve many instances.</summary>
/// <param name="export">The name in UTF-8 under which the instance exports its memory; empty when it exports none.</param>
[SuppressMessage("Design", "CA1001", Justification = "A guest lets its hosts go, while the instance may go on using the memory.")]
internal sealed unsafe class InstanceBinding(byte[] export)
{
    private enum Memory
    {
        /// <summary>There is no instance yet, or no telling which one calls: the caller is asked at every call.</summary>
        OfCaller,
        None,
        Own,
        Shared,
    }

    private readonly byte[] _export = export;

    private Memory _kind = Memory.OfCaller;

    private nint _context;

    private MemoryHandle _own;

    private nuint _length;

    private byte* _origin;

    private SharedMemoryHandle? _shared;

    /// <summary>
    /// Stands for the prepared module that the instance was made from, if it was. Not the module itself: the engine holds slots, and would
    /// hold it too.
    /// </summary>
    internal object? Prepared { get; init; }

    /// <summary>The hosts of a prepared instance; null for others, and once its guest is disposed.</summary>
    internal IHostModule[]? Hosts { get; set; }

    /// <summary>The views of the instance's store; null where the store is not known before the call.</summary>
    internal ViewGuard? Views { get; init; }

    /// <summary>The views of the store that calls.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ViewGuard ViewsOf(nint caller) => Views ?? ViewGuard.GetFromCaller(caller);

    /// <summary>The memory as it is now: it may have grown, and moved, since the last call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GuestMemory Open(nint caller)
    {
        if (_kind != Memory.Own)
        {
            return OpenOther(caller);
        }

        fixed (MemoryHandle* memory = &_own)
        {
            // A memory moves only when it grows: as long as the length is the same, so is the origin.
            nuint length = Libwasmtime.wasmtime_memory_data_size(_context, memory);
            if (length != _length)
            {
                _length = length;
                _origin = Libwasmtime.wasmtime_memory_data(_context, memory);
            }

            return new GuestMemory(_origin, length);
        }
    }

    /// <summary>Settles on the memory that the instance exports, now that it exists.</summary>
    internal void Attach(nint context, InstanceHandle instance)
    {
        if (_kind != Memory.OfCaller)
        {
            return;
        }

        Extern item;
        if (_export.Length > 0
            && Libwasmtime.wasmtime_instance_export_get(context, &instance, _export, (nuint)_export.Length, &item))
        {
            Settle(context, item);
            Libwasmtime.wasmtime_extern_delete(&item);
        }
        else
        {
            _kind = Memory.None;
        }
    }

    /// <summary>Settles on a memory.</summary>
    internal void Settle(nint context, Extern memory)
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

    private GuestMemory OpenOther(nint caller) => _kind switch
    {
        Memory.Shared => _shared!.Open(),
        Memory.OfCaller => OpenOfCaller(caller),
        _ => default,
    };

    private GuestMemory OpenOfCaller(nint caller)
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

        // The reference may go at once: the calling instance has another one.
        GuestMemory memory = item.Kind == ExternKind.SharedMemory ? SharedMemoryHandle.Open(item.SharedMemory) : default;
        Libwasmtime.wasmtime_extern_delete(&item);
        return memory;
    }
}
