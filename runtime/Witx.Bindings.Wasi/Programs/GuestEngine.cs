using System;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>One of the two engines of a host: the plain one, or the interruptible one. It is created when it is first used.</summary>
/// <param name="isInterruptible">True if guests check the epoch in loops and at function entries.</param>
/// <param name="countsFuel">True if guests count the instructions that they execute.</param>
/// <param name="pooledInstances">The number of instances to reserve memory for, or 0.</param>
internal sealed class GuestEngine(bool isInterruptible, bool countsFuel, int pooledInstances) : IDisposable
{
    private readonly Lazy<Engine> _native = new(() => Create(isInterruptible, countsFuel, pooledInstances));

    private readonly Lock _gate = new();
    private readonly Module?[] _wakeup = new Module?[2];

    internal Engine Native => _native.Value;

    internal bool IsInterruptible => isInterruptible;

    internal bool CountsFuel => countsFuel;

    /// <summary>The settings that change the machine code, for the key of the cache.</summary>
    internal string Settings => (isInterruptible, countsFuel) switch
    {
        (false, false) => "plain",
        (true, false) => "interruptible",
        _ => "interruptible, counts fuel",
    };

    /// <summary>Returns the module of <see cref="AtomicWakeup"/>, which is compiled when it is first used.</summary>
    internal Module GetWakeupModule(bool is64Bit)
    {
        lock (_gate)
        {
            return _wakeup[is64Bit ? 1 : 0] ??= AtomicWakeup.Compile(Native, is64Bit);
        }
    }

    public void Dispose()
    {
        foreach (Module? module in _wakeup)
        {
            module?.Dispose();
        }

        if (_native.IsValueCreated)
        {
            _native.Value.Dispose();
        }
    }

    private static Engine Create(bool isInterruptible, bool countsFuel, int pooledInstances)
    {
        // The base address of a memory that never moves is looked up once, not in each call. Limits are per memory, so a module has one.
        Config config = new Config()
            .WithMemoryMayMove(false)
            .WithEpochInterruption(isInterruptible)
            .WithFuelConsumption(countsFuel)
            .WithWasmThreads(true)
            .WithSharedMemory(true)
            .WithReferenceTypes(true)
            .WithFunctionReferences(true)
            .WithGc(true)
            .WithExceptions(true)
            .WithMultiMemory(false);
        return new Engine(pooledInstances > 0 ? config.WithInstancePool(pooledInstances) : config);
    }
}
