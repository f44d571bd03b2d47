using System;
using System.Threading.Tasks;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class InstancePoolTests : IDisposable
{
    private const string Guest =
        """
        (module
          (memory (export "memory") 1)
          (table 30000 funcref)
          (func (export "swap") (param i32) (result i32)
            (i32.load (i32.const 64)) (i32.store (i32.const 64) (local.get 0))))
        """;

    private readonly Engine _engine = new(new Config().WithInstancePool(2));
    private readonly Module _module;

    public InstancePoolTests() => _module = Module.FromText(_engine, "guest", Guest);

    public void Dispose()
    {
        _module.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void InstancePool_Full_RejectsInstancesUntilOneIsDisposed()
    {
        using Store first = Run();
        Store second = Run();
        Assert.Contains("limit of 2", Assert.ThrowsAny<WasmtimeException>(Run).Message, StringComparison.Ordinal);
        second.Dispose();
        Run().Dispose();
    }

    [Fact]
    public void InstancePool_ReusedMemory_IsZero()
    {
        for (int i = 0; i < 10; i++)
        {
            Run().Dispose();
        }
    }

    [Fact]
    public void InstancePool_UsedBySeveralThreads_ServesEachInstance() =>
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ => Run().Dispose());

    [Fact]
    public void InstancePool_ModuleWithTwoMemories_ThrowsWasmtimeException() =>
        Assert.Throws<WasmtimeException>(() => Module.FromText(_engine, "guest", "(module (memory 1) (memory 1))"));

    [Fact]
    public void WithInstancePool_ZeroInstances_ThrowsArgumentOutOfRangeException() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Config().WithInstancePool(0));

    /// <summary>Creates an instance, checks that its memory is zero, and writes to the memory.</summary>
    private Store Run()
    {
        Store store = new(_engine);
        try
        {
            using Guest guest = new HostImports().Instantiate(store, _module);
            Assert.Equal(0, guest.Invoke("swap", 42).Int32);
            Assert.Equal(42, guest.Invoke("swap", 43).Int32);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
