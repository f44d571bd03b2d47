using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// Checkpoints of a guest's stack, for guests that Binaryen's Asyncify has taught to leave their functions and come back into them. To make one,
/// the guest leaves all of them, which writes down where it was, and comes back at once; to restore one it is thrown out, and comes back there.
/// </summary>
internal sealed class StackCheckpoints
{
    // A guest never says that a checkpoint is no longer needed: beyond these bounds the oldest ones go.
    private const int MaxCount = 1024;
    private const long MaxLength = 1 << 26;

    private const int HeaderLength = 8;
    private const int Alignment = 16;

    private static readonly string[] s_exports =
        ["asyncify_start_unwind", "asyncify_stop_unwind", "asyncify_start_rewind", "asyncify_stop_rewind"];

    private readonly WasiThread _thread;
    private readonly Guest _guest;
    private readonly Global _stackPointer;
    private readonly int _stackTop;
    private readonly int _buffer;

    private readonly SortedDictionary<ulong, StackCheckpoint> _checkpoints = [];
    private readonly Dictionary<ulong, ulong> _byAddress = [];
    private ulong _count;
    private long _length;

    private ulong? _pendingAddress;
    private (Errno Error, ulong Value)? _rewindResult;

    private StackCheckpoints(WasiThread thread, Guest guest, Global stackPointer, int dataEnd)
    {
        (_thread, _guest, _stackPointer) = (thread, guest, stackPointer);
        _stackTop = (int)stackPointer.GetValue()!;

        // The stack grows down towards the data, or towards 0 where the linker put it first.
        int bottom = _stackTop > dataEnd ? dataEnd : Alignment;
        _buffer = (bottom + Alignment - 1) & -Alignment;
    }

    /// <summary>The checkpoints of a guest that runs in a thread; null if it was not taught.</summary>
    internal static StackCheckpoints? TryCreate(Guest guest, WasiThread thread)
    {
        return s_exports.All(guest.Exports)
            && guest.Instance.GetGlobal("__stack_pointer") is { Kind: ValueKind.Int32 } stackPointer
            && guest.Instance.GetGlobal("__data_end") is { Kind: ValueKind.Int32 } dataEnd
            && (thread.Memory is not null || guest.Instance.GetMemory("memory") is not null)
            ? new StackCheckpoints(thread, guest, stackPointer, (int)dataEnd.GetValue()!)
            : null;
    }

    /// <summary>Begins a checkpoint, or ends the way back to one.</summary>
    /// <param name="call">The guest that calls.</param>
    /// <param name="address">Where the guest keeps the checkpoint's name.</param>
    /// <param name="value">What the guest is answered: 0 when the checkpoint was just made.</param>
    /// <returns><c>nomem</c> if the guest's stack has no space left, or if the checkpoint exceeds 64 MiB or the process's memory on the host.</returns>
    internal Errno Take(ref GuestCall call, ulong address, out ulong value)
    {
        if (_rewindResult is { } answer)
        {
            _ = call.Invoke("asyncify_stop_rewind");
            (_rewindResult, value, _thread.Signals.AreBlocked) = (null, answer.Value, false);
            return answer.Error;
        }

        value = 0;
        int end = (int)_stackPointer.GetValue()! & -Alignment;
        if (end - _buffer <= HeaderLength)
        {
            return Errno.Nomem;
        }

        WriteHeader(call.Memory, end);
        _ = call.Invoke("asyncify_start_unwind", _buffer);
        (_pendingAddress, _thread.Signals.AreBlocked) = (address, true);
        return Errno.Success;
    }

    internal StackCheckpoint? Find(in StackSnapshot snapshot) => _checkpoints.GetValueOrDefault(snapshot.Hash.B0);

    /// <summary>Ends a checkpoint that the guest has left its functions for, and starts its way back.</summary>
    /// <returns>Whether it has; otherwise it has come to its end.</returns>
    internal bool TryComplete()
    {
        if (_pendingAddress is not { } address)
        {
            return false;
        }

        _pendingAddress = null;
        _ = _guest.Invoke("asyncify_stop_unwind");
        int stackPointer = (int)_stackPointer.GetValue()!;
        GuestMemory memory = Memory;
        Span<byte> snapshot = memory.Slice(address, 24);
        snapshot.Clear();

        int end = BinaryPrimitives.ReadInt32LittleEndian(memory.Slice((uint)_buffer, HeaderLength));
        Span<byte> stack = memory.Slice((uint)stackPointer, (uint)(_stackTop - stackPointer));
        Span<byte> frames = memory.Slice((uint)_buffer, (uint)(end - _buffer));
        if (!TryReserve(address, (long)stack.Length + frames.Length))
        {
            Rewind(Errno.Nomem, 0);
            return true;
        }

        ulong name = ++_count;
        StackCheckpoint checkpoint = new(address, stackPointer, stack.ToArray(), frames.ToArray());
        _byAddress.Add(address, name);
        _checkpoints.Add(name, checkpoint);
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot[8..], name);
        Resume(checkpoint, 0);
        return true;
    }

    /// <summary>Makes the guest's next start the way back to a checkpoint.</summary>
    internal void Resume(StackCheckpoint checkpoint, ulong value)
    {
        GuestMemory memory = Memory;
        checkpoint.Stack.CopyTo(memory.Slice((uint)checkpoint.StackPointer, (uint)checkpoint.Stack.Length));
        checkpoint.Frames.CopyTo(memory.Slice((uint)_buffer, (uint)checkpoint.Frames.Length));
        _stackPointer.SetValue(checkpoint.StackPointer);
        Rewind(Errno.Success, value);
    }

    /// <summary>Releases all checkpoints.</summary>
    internal void Clear()
    {
        _thread.Process.Ledger.Release(_length);
        _length = 0;
        _checkpoints.Clear();
        _byAddress.Clear();
    }

    /// <summary>Makes the guest's next start return from <c>stack_checkpoint</c>, from the stack that is in memory now.</summary>
    private void Rewind(Errno error, ulong value)
    {
        (_rewindResult, _thread.Signals.AreBlocked) = ((error, value), true);
        _ = _guest.Invoke("asyncify_start_rewind", _buffer);
    }

    private GuestMemory Memory => _thread.Memory is { } shared ? shared.Memory : Open(_guest.Instance.GetMemory("memory")!);

    private static GuestMemory Open(Memory memory) => new(memory.GetSpan(0, (int)Math.Min(memory.GetLength(), int.MaxValue)));

    private void WriteHeader(GuestMemory memory, int end)
    {
        Span<byte> header = memory.Slice((uint)_buffer, HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header, _buffer + HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], end);
    }

    /// <summary>Charges a new checkpoint. The checkpoint whose name it overwrites is released, and the oldest ones where there are too many.</summary>
    private bool TryReserve(ulong address, long length)
    {
        if (_byAddress.TryGetValue(address, out ulong overwritten))
        {
            Remove(overwritten);
        }

        while (_checkpoints.Count >= MaxCount || _length + length > MaxLength || !_thread.Process.Ledger.TryCharge(length))
        {
            if (_checkpoints.Count == 0)
            {
                return false;
            }

            Remove(_checkpoints.Keys.First());
        }

        _length += length;
        return true;
    }

    private void Remove(ulong name)
    {
        _ = _checkpoints.Remove(name, out StackCheckpoint? removed);
        _ = _byAddress.Remove(removed!.Address);
        _length -= removed.Length;
        _thread.Process.Ledger.Release(removed.Length);
    }
}
