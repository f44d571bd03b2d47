using System;
using Benchmarks.Scenarios;
using Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>The WASI implementation of Wasmtime .NET.</summary>
internal sealed class BuiltInImplementation() : GuestImplementation("Wasmtime .NET, its WASI")
{
    internal long Written { get; private set; }

    protected override Instance? Open(Setup setup)
    {
        if (setup is not (Setup.Files or Setup.Callback or Setup.Interruptible))
        {
            return null;
        }

        Engine engine = setup == Setup.Interruptible ? InterruptibleEngine : Engine;
        Store store = Track(new Store(engine));
        if (setup == Setup.Interruptible)
        {
            store.SetEpochDeadline(ulong.MaxValue / 2);
        }

        WasiConfiguration configuration = new WasiConfiguration()
            .WithArgs("guest", "--verbose")
            .WithPreopenedDirectory(NewDirectory(), "/", mutable: true);
        store.SetWasiConfiguration(setup == Setup.Callback
            ? configuration.WithStandardOutputCallback(data => Written += data.Length)
            : configuration.WithStandardOutput(Sink.Device));
        using Linker linker = new(engine);
        linker.DefineWasi();
        using Module module = Load(Guests.Wasi, engine);
        return linker.Instantiate(store, module);
    }

    protected override Func<int, int>? Find(Scenario scenario) => scenario.Setup == Setup.Start ? CreateStartLoop() : base.Find(scenario);

    private Func<int, int> CreateStartLoop()
    {
        Linker linker = Track(new Linker(Engine));
        linker.DefineWasi();
        Module module = Track(LoadText(Guests.Empty));
        return count =>
        {
            for (; count > 0; count--)
            {
                using Store store = new(Engine);
                store.SetWasiConfiguration(new WasiConfiguration());
                linker.Instantiate(store, module).GetAction("_start")!();
            }

            return 0;
        };
    }
}
