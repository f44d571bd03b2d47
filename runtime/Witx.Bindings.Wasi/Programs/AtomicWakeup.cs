using System;
using Wasmtime;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// Wakes guest threads that wait in <c>memory.atomic.wait</c>. The engine has no function for that, so that a module of our own notifies
/// every word of the memory whose page is resident: a thread that waits at a word has read it.
/// </summary>
internal sealed class AtomicWakeup : IDisposable
{
    private const int ChunkLength = 1 << 20;

    private readonly SharedMemory _memory;
    private readonly bool _is64Bit;
    private readonly Store _store;
    private readonly Guest _guest;

    /// <param name="engine">The engine of the memory.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="is64Bit">True if the memory has 64-bit addresses.</param>
    /// <exception cref="WasmtimeException">The engine has a pool of instances, and none is free.</exception>
    internal AtomicWakeup(GuestEngine engine, SharedMemory memory, bool is64Bit)
    {
        (_memory, _is64Bit) = (memory, is64Bit);
        _store = new Store(engine.Native);
        if (engine.IsInterruptible)
        {
            _store.SetEpochDeadline(ulong.MaxValue / 2);
        }

        if (engine.CountsFuel)
        {
            _store.Fuel = ulong.MaxValue;
        }

        try
        {
            _guest = new HostImports().Add(memory).Instantiate(_store, engine.GetWakeupModule(is64Bit));
        }
        catch
        {
            _store.Dispose();
            throw;
        }
    }

    /// <summary>Compiles the module.</summary>
    internal static Module Compile(Engine engine, bool is64Bit) =>
        Module.FromText(engine, "wakeup", is64Bit ? GetText("i64", 1UL << 48) : GetText("i32", 1 << 16));

    /// <summary>Wakes all threads that wait at the moment.</summary>
    internal void WakeAll()
    {
        ulong length = _memory.Memory.Length;
        using ResidentPages pages = ResidentPages.Open();
        for (ulong start = 0; start < length; start += ChunkLength)
        {
            ulong count = Math.Min(ChunkLength, length - start);
            foreach (Range range in pages.Find(_memory.Memory.Slice(start, count)))
            {
                Notify(start + (uint)range.Start.Value, start + (uint)range.End.Value);
            }
        }
    }

    public void Dispose()
    {
        _guest.Dispose();
        _store.Dispose();
    }

    private void Notify(ulong start, ulong end) =>
        _ = _is64Bit ? _guest.Invoke("notify", start, end) : _guest.Invoke("notify", unchecked((uint)start), unchecked((uint)end));

    private static string GetText(string address, ulong maximum) => $"""
        (module
          (import "env" "memory" (memory {(address is "i64" ? "i64 " : "")}0 {maximum} shared))
          (func (export "notify") (param $word {address}) (param $end {address})
            (loop $next
              (drop (memory.atomic.notify (local.get $word) (i32.const -1)))
              (local.set $word ({address}.add (local.get $word) ({address}.const 4)))
              (br_if $next ({address}.ne (local.get $word) (local.get $end))))))
        """;
}
