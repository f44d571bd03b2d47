using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// Stacks for the contexts of a guest in its own memory, where its compiler keeps variables whose address is taken. The memory is grown for
/// them, and they are used again. Thread-safe.
/// </summary>
/// <param name="memory">The memory of the guest.</param>
/// <param name="copied">
/// The ends of the stacks in a process whose memory was copied (<c>fork</c>). Its contexts do not exist here, so that they are free.
/// </param>
internal sealed class ContextStacks(SharedMemory memory, ImmutableArray<ulong> copied)
{
    private const ulong PageLength = 1 << 16;
    private const ulong DefaultLength = 4 * PageLength;
    private const ulong MaxLength = 16 * PageLength;
    private const ulong StackAlignment = 16;

    private readonly Lock _gate = new();
    private readonly Stack<ulong> _free = new(copied);
    private readonly List<ulong> _all = [.. copied];

    /// <summary>The ends of all stacks.</summary>
    internal ImmutableArray<ulong> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>
    /// Gives an instance that did not run yet a stack of its own, as long as the stack of the main thread but 1 MiB at most.
    /// </summary>
    /// <param name="guest">The instance. It exports its stack pointer.</param>
    /// <param name="top">The end of the stack, for <see cref="Return"/>.</param>
    /// <returns>
    /// <c>Errno.Notsup</c> if the instance does not export <c>__stack_pointer</c>, <c>Errno.Nomem</c> if the memory cannot grow.
    /// </returns>
    internal Errno Take(Guest guest, out ulong top)
    {
        top = 0;
        if (guest.Instance.GetGlobal("__stack_pointer") is not { } pointer
            || pointer.Mutability != Mutability.Mutable
            || ReadAddress(pointer) is not { } mainTop)
        {
            return Errno.Notsup;
        }

        lock (_gate)
        {
            if (!_free.TryPop(out top))
            {
                ulong length = GetLength(guest, mainTop);
                if (!memory.TryGrow((uint)(length / PageLength), out ulong pages))
                {
                    return Errno.Nomem;
                }

                top = (pages * PageLength) + length;
                _all.Add(top);
            }
        }

        pointer.SetValue(pointer.Kind == ValueKind.Int64 ? (object)(long)top : unchecked((int)(uint)top));
        return Errno.Success;
    }

    /// <summary>Keeps the stack of a context that has ended for another one.</summary>
    internal void Return(ulong top)
    {
        lock (_gate)
        {
            _free.Push(top);
        }
    }

    private static ulong GetLength(Guest guest, ulong mainTop)
    {
        // The stack is below the data, or between the data and the heap. See --stack-first of wasm-ld.
        ulong? dataEnd = guest.Instance.GetGlobal("__data_end") is { } global ? ReadAddress(global) : null;
        ulong length = dataEnd is not { } end ? DefaultLength : mainTop > end ? mainTop - end : mainTop;

        // The linker aligns the stack, so that up to 15 bytes before it are not part of it.
        return ulong.Clamp((length + PageLength - StackAlignment) & ~(PageLength - 1), PageLength, MaxLength);
    }

    private static ulong? ReadAddress(Global global) => global.GetValue() switch
    {
        int address => (uint)address,
        long address => (ulong)address,
        _ => null,
    };
}
