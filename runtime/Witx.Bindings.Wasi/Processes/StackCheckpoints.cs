using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>
/// The stack checkpoints of a guest instrumented with Binaryen's Asyncify, which can unwind and rewind its stack (<c>stack_checkpoint</c>).
/// </summary>
/// <remarks>
/// To take a checkpoint, the guest unwinds its stack, which writes its frames to memory, and then rewinds it. To restore one, an exception
/// unwinds the guest; its frames are copied back and rewound. See
/// https://github.com/WebAssembly/binaryen/blob/main/src/passes/Asyncify.cpp.
/// </remarks>
internal sealed class StackCheckpoints
{
    // WASIX has no call that releases a checkpoint, so the oldest ones are removed beyond these limits.
    private const int MaxCount = 1024;
    private const long MaxLength = 1 << 26;

    private const int HeaderLength = 8;
    private const int Alignment = 16;
    private const string StackPointer = "__stack_pointer";

    private static readonly string[] s_asyncifyExports =
        ["asyncify_start_unwind", "asyncify_stop_unwind", "asyncify_start_rewind", "asyncify_stop_rewind"];

    private readonly WasiThread _thread;
    private readonly Guest _guest;
    private readonly Global _stackPointer;
    private readonly int _stackTop;
    private readonly int _buffer;

    private readonly SortedDictionary<ulong, StackCheckpoint> _checkpoints = [];
    private readonly Dictionary<ulong, ulong> _idsByAddress = [];
    private ulong _lastId;
    private long _length;

    private Action<StackCheckpoint>? _pending;
    private (Errno Error, ulong Value)? _rewindResult;

    private StackCheckpoints(WasiThread thread, Guest guest, Global stackPointer, int stackTop, int buffer) =>
        (_thread, _guest, _stackPointer, _stackTop, _buffer) = (thread, guest, stackPointer, stackTop, buffer);

    /// <summary>Creates the checkpoints of a guest; null if it does not export the functions and globals that Asyncify needs.</summary>
    internal static StackCheckpoints? TryCreate(Guest guest, WasiThread thread, ThreadEntry entry)
    {
        if (!s_asyncifyExports.All(guest.Exports)
            || guest.Instance.GetGlobal(StackPointer) is not { Kind: ValueKind.Int32 } stackPointer
            || guest.Instance.GetGlobal("__data_end") is not { Kind: ValueKind.Int32 } dataEnd
            || (thread.Memory is null && guest.Instance.GetMemory("memory") is null))
        {
            return null;
        }

        if (entry.Stack is { } stack)
        {
            int start = (int)(stack.Bottom + Alignment - 1) & -Alignment;
            return new StackCheckpoints(thread, guest, stackPointer, (int)stack.Top, start);
        }

        // The stack grows down towards the data, or towards address 0 if the linker placed the stack first (wasm-ld --stack-first).
        int top = (int)stackPointer.GetValue()!;
        int bottom = (int)dataEnd.GetValue()! is var end && top > end ? end : Alignment;
        return new StackCheckpoints(thread, guest, stackPointer, top, (bottom + Alignment - 1) & -Alignment);
    }

    /// <summary>Creates the checkpoints of a copy of the guest, which can return to those that the guest has taken so far.</summary>
    /// <returns>Null if they exceed <see cref="WasiLimits.MaxHostMemory"/>.</returns>
    internal StackCheckpoints? TryCopy(Guest guest, WasiThread thread)
    {
        if (!thread.Process.Ledger.TryCharge(_length))
        {
            return null;
        }

        StackCheckpoints copy = new(thread, guest, guest.Instance.GetGlobal(StackPointer)!, _stackTop, _buffer)
        {
            _lastId = _lastId,
            _length = _length,
        };
        foreach ((ulong id, StackCheckpoint checkpoint) in _checkpoints)
        {
            copy._checkpoints.Add(id, checkpoint);
            copy._idsByAddress.Add(checkpoint.Address, id);
        }

        return copy;
    }

    /// <summary>True while the guest rewinds its stack to the call that unwound it.</summary>
    internal bool IsRewinding => _rewindResult is not null;

    /// <summary>Starts taking a checkpoint. When the rewind reaches the same call again, stops the rewind and returns its result.</summary>
    /// <param name="call">The call of the guest.</param>
    /// <param name="address">The guest address of the <c>stack_snapshot</c> to write.</param>
    /// <param name="value">
    /// The result for the guest: 0 after the checkpoint was taken, otherwise the value passed to <c>stack_restore</c>.
    /// </param>
    /// <returns>
    /// <c>Errno.Nomem</c> if the guest's stack has no space left, or the checkpoint exceeds 64 MiB or
    /// <see cref="WasiLimits.MaxHostMemory"/>.
    /// </returns>
    internal Errno Take(ref GuestCall call, ulong address, out ulong value) =>
        Unwind(ref call, checkpoint => Keep(checkpoint with { Address = address }), out value);

    /// <summary>
    /// Unwinds the stack for an action that needs a copy of it, which then calls <see cref="Resume"/>. When the rewind reaches the same
    /// call again, stops the rewind and returns its result.
    /// </summary>
    /// <param name="call">The call of the guest.</param>
    /// <param name="complete">The action. The guest does not run during it.</param>
    /// <param name="value">The result for the guest.</param>
    /// <returns>The error for the guest; <c>Errno.Nomem</c> if the guest's stack has no space left.</returns>
    internal Errno Unwind(ref GuestCall call, Action<StackCheckpoint> complete, out ulong value)
    {
        if (_rewindResult is { } result)
        {
            _ = call.Invoke("asyncify_stop_rewind");
            (_rewindResult, value, _thread.Signals.AreBlocked) = (null, result.Value, false);
            return result.Error;
        }

        value = 0;
        int end = (int)_stackPointer.GetValue()! & -Alignment;
        if (end - _buffer <= HeaderLength)
        {
            return Errno.Nomem;
        }

        WriteHeader(call.Memory, end);
        _ = call.Invoke("asyncify_start_unwind", _buffer);
        (_pending, _thread.Signals.AreBlocked) = (complete, true);
        return Errno.Success;
    }

    /// <summary>Returns the checkpoint that a snapshot identifies; null if it does not exist or was removed.</summary>
    internal StackCheckpoint? Find(in StackSnapshot snapshot) => _checkpoints.GetValueOrDefault(snapshot.Hash.B0);

    /// <summary>Completes an unwind after the entry of the thread returned, and starts the rewind.</summary>
    /// <returns>True if the guest unwound its stack, so the entry must be called again; false if the guest has ended.</returns>
    internal bool TryComplete()
    {
        if (_pending is not { } complete)
        {
            return false;
        }

        _pending = null;
        _ = _guest.Invoke("asyncify_stop_unwind");
        complete(Capture());
        return true;
    }

    /// <summary>
    /// Copies a checkpoint back into the guest, so that its next entry rewinds to it. An unwind or rewind that was interrupted is given up.
    /// </summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="value">The value that the call that unwound the stack returns to the guest.</param>
    /// <param name="error">The error that it returns.</param>
    internal void Resume(StackCheckpoint checkpoint, ulong value, Errno error = Errno.Success)
    {
        GuestMemory memory = Memory;
        checkpoint.Stack.CopyTo(memory.Slice((uint)checkpoint.StackPointer, (uint)checkpoint.Stack.Length));
        checkpoint.Frames.CopyTo(memory.Slice((uint)_buffer, (uint)checkpoint.Frames.Length));
        _stackPointer.SetValue(checkpoint.StackPointer);
        (_pending, _rewindResult, _thread.Signals.AreBlocked) = (null, (error, value), true);
        _ = _guest.Invoke("asyncify_start_rewind", _buffer);
    }

    /// <summary>Removes all checkpoints and releases their memory.</summary>
    internal void Clear()
    {
        _thread.Process.Ledger.Release(_length);
        _length = 0;
        _checkpoints.Clear();
        _idsByAddress.Clear();
    }

    /// <summary>The memory of the guest.</summary>
    internal GuestMemory Memory => ((ICallingGuest)_guest).Memory;

    /// <summary>Copies the stack and the frames of the guest after an unwind.</summary>
    private StackCheckpoint Capture()
    {
        int stackPointer = (int)_stackPointer.GetValue()!;
        GuestMemory memory = Memory;
        int end = BinaryPrimitives.ReadInt32LittleEndian(memory.Slice((uint)_buffer, HeaderLength));
        Span<byte> stack = memory.Slice((uint)stackPointer, (uint)(_stackTop - stackPointer));
        Span<byte> frames = memory.Slice((uint)_buffer, (uint)(end - _buffer));
        return new StackCheckpoint(0, stackPointer, stack.ToArray(), frames.ToArray());
    }

    /// <summary>Keeps a checkpoint for the guest, and writes its identifier to the guest's <c>stack_snapshot</c>.</summary>
    private void Keep(StackCheckpoint checkpoint)
    {
        Span<byte> snapshot = Memory.Slice(checkpoint.Address, 24);
        snapshot.Clear();
        if (!TryReserve(checkpoint.Address, checkpoint.Length))
        {
            Resume(checkpoint, 0, Errno.Nomem);
            return;
        }

        ulong id = ++_lastId;
        _idsByAddress.Add(checkpoint.Address, id);
        _checkpoints.Add(id, checkpoint);
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot[8..], id);

        // The snapshot is often a local variable. A return to the checkpoint must not lose the identifier.
        long offset = (long)checkpoint.Address - checkpoint.StackPointer;
        if (offset >= 0 && offset + snapshot.Length <= checkpoint.Stack.Length)
        {
            snapshot.CopyTo(checkpoint.Stack.AsSpan((int)offset));
        }

        Resume(checkpoint, 0);
    }

    private void WriteHeader(GuestMemory memory, int end)
    {
        Span<byte> header = memory.Slice((uint)_buffer, HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header, _buffer + HeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], end);
    }

    /// <summary>
    /// Charges the memory of a new checkpoint. Removes the one at the same address, and the oldest ones beyond the limits.
    /// </summary>
    /// <returns>False if the checkpoint does not fit even without any other.</returns>
    private bool TryReserve(ulong address, long length)
    {
        if (_idsByAddress.TryGetValue(address, out ulong overwritten))
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

    private void Remove(ulong id)
    {
        _ = _checkpoints.Remove(id, out StackCheckpoint? removed);
        _ = _idsByAddress.Remove(removed!.Address);
        _length -= removed.Length;
        _thread.Process.Ledger.Release(removed.Length);
    }
}
