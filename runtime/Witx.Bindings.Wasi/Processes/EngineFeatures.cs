using System.Runtime.CompilerServices;
using Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The means to end a guest that an engine was configured with, found by a probe because an engine does not report them.</summary>
/// <remarks>
/// Without epochs, <see cref="Store.SetEpochDeadline"/> succeeds and has no effect. The probe compiles an empty function and takes about
/// half a millisecond, once for each engine.
/// </remarks>
internal sealed class EngineFeatures
{
    private static readonly ConditionalWeakTable<Engine, EngineFeatures> s_engines = [];

    private EngineFeatures(Engine engine)
    {
        using Module module = Module.FromText(engine, "probe", """(module (func (export "run")))""");
        using Store store = new(engine);
        CountsFuel = TrySetFuel(store);
        using Linker linker = new(engine);
        store.SetEpochDeadline(0);
        try
        {
            linker.Instantiate(store, module).GetAction("run")!();
        }
        catch (TrapException trap) when (trap.Type == TrapCode.Interrupt)
        {
            HasEpochs = true;
        }
    }

    /// <summary>True if guests check the epoch (<see cref="Config.WithEpochInterruption"/>).</summary>
    internal bool HasEpochs { get; }

    /// <summary>True if guests consume fuel (<see cref="Config.WithFuelConsumption"/>).</summary>
    internal bool CountsFuel { get; }

    /// <summary>Returns the features of an engine.</summary>
    internal static EngineFeatures Probe(Engine engine) => s_engines.GetValue(engine, static engine => new EngineFeatures(engine));

    private static bool TrySetFuel(Store store)
    {
        try
        {
            store.Fuel = ulong.MaxValue;
            return true;
        }
        catch (WasmtimeException)
        {
            return false;
        }
    }
}
