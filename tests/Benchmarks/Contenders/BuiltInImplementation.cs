using System;
using Benchmarks.Rows;
using Wasmtime;

namespace Benchmarks.Contenders;

/// <summary>The WASI that comes with Wasmtime .NET.</summary>
internal sealed class BuiltInImplementation() : GuestImplementation("Wasmtime .NET, its WASI")
{
    internal long Written { get; private set; }

    protected override Instance? Open(Scene scene)
    {
        if (scene is not (Scene.Files or Scene.Callback or Scene.Interruptible))
        {
            return null;
        }

        Engine engine = scene == Scene.Interruptible ? InterruptibleEngine : Engine;
        Store store = Own(new Store(engine));
        if (scene == Scene.Interruptible)
        {
            store.SetEpochDeadline(ulong.MaxValue / 2);
        }

        WasiConfiguration configuration = new WasiConfiguration()
            .WithArgs("guest", "--verbose")
            .WithPreopenedDirectory(NewDirectory(), "/", mutable: true);
        store.SetWasiConfiguration(scene == Scene.Callback
            ? configuration.WithStandardOutputCallback(data => Written += data.Length)
            : configuration.WithStandardOutput(Sink.Device));
        using Linker linker = new(engine);
        linker.DefineWasi();
        using Module module = Load(Guests.Wasi, engine);
        return linker.Instantiate(store, module);
    }

    protected override Func<int, int>? Find(Scenario row) => row.Scene == Scene.Start ? Starts() : base.Find(row);

    private Func<int, int> Starts()
    {
        Linker linker = Own(new Linker(Engine));
        linker.DefineWasi();
        Module module = Own(LoadText(Guests.Empty));
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
