using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
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

    private ulong? _pendingAddress;
    private (Errno Error, ulong Value)? _rewindResult;

    private StackCheckpoints(WasiThread thread, Guest guest, Global stackPointer, int dataEnd)
    {
        (_thread, _guest, _stackPointer) = (thread, guest, stackPointer);
        _stackTop = (int)stackPointer.GetValue()!;

        // The stack grows down towards the data, or towards address 0 if the linker placed the stack first (wasm-ld --stack-first).
        int bottom = _stackTop > dataEnd ? dataEnd : Alignment;
        _buffer = (bottom + Alignment - 1) & -Alignment;
    }

    /// <summary>Creates the checkpoints of a guest; null if it does not export the functions and globals that Asyncify needs.</summary>
    internal static StackCheckpoints? TryCreate(Guest guest, WasiThread thread)
    {
        return s_asyncifyExports.All(guest.Exports)
            && guest.Instance.GetGlobal("__stack_pointer") is { Kind: ValueKind.Int32 } stackPointer
            && guest.Instance.GetGlobal("__data_end") is { Kind: ValueKind.Int32 } dataEnd
            && (thread.Memory is not null || guest.Instance.GetMemory("memory") is not null)
            ? new StackCheckpoints(thread, guest, stackPointer, (int)dataEnd.GetValue()!)
            : null;
    }

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
    internal Errno Take(ref GuestCall call, ulong address, out ulong value)
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
        (_pendingAddress, _thread.Signals.AreBlocked) = (address, true);
        return Errno.Success;
    }

    /// <summary>Returns the checkpoint that a snapshot identifies; null if it does not exist or was removed.</summary>
    internal StackCheckpoint? Find(in StackSnapshot snapshot) => _checkpoints.GetValueOrDefault(snapshot.Hash.B0);

    /// <summary>Completes a checkpoint after <c>_start</c> returned, and starts the rewind.</summary>
    /// <returns>True if the guest unwound for a checkpoint, so <c>_start</c> must be called again; false if the guest has ended.</returns>
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

        ulong id = ++_lastId;
        StackCheckpoint checkpoint = new(address, stackPointer, stack.ToArray(), frames.ToArray());
        _idsByAddress.Add(address, id);
        _checkpoints.Add(id, checkpoint);
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot[8..], id);
        Resume(checkpoint, 0);
        return true;
    }

    /// <summary>Copies a checkpoint back into the guest, so that its next <c>_start</c> rewinds to it.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="value">The value that <c>stack_checkpoint</c> returns to the guest.</param>
    internal void Resume(StackCheckpoint checkpoint, ulong value)
    {
        GuestMemory memory = Memory;
        checkpoint.Stack.CopyTo(memory.Slice((uint)checkpoint.StackPointer, (uint)checkpoint.Stack.Length));
        checkpoint.Frames.CopyTo(memory.Slice((uint)_buffer, (uint)checkpoint.Frames.Length));
        _stackPointer.SetValue(checkpoint.StackPointer);
        Rewind(Errno.Success, value);
    }

    /// <summary>Removes all checkpoints and releases their memory.</summary>
    internal void Clear()
    {
        _thread.Process.Ledger.Release(_length);
        _length = 0;
        _checkpoints.Clear();
        _idsByAddress.Clear();
    }

    /// <summary>Starts a rewind of the frames in memory, at whose end <c>stack_checkpoint</c> returns the given result.</summary>
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
