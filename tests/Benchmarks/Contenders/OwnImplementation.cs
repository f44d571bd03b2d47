using System;
using Benchmarks.Rows;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Contenders;

/// <summary>The generated host and the WASI host, bound by this project's adapter.</summary>
internal class OwnImplementation(string name = "**Witx.Bindings**") : GuestImplementation(name)
{
    private const ulong Unreached = 1 << 30;
    private const int PooledGuests = 100;

    internal long Calls { get; private set; }

    protected override Instance? Open(Scene scene) => scene switch
    {
        Scene.Calls => Instantiate(new HostImports().Add(new CallHost()), LoadText(Guests.Calls)),
        Scene.Start or Scene.Pooled => null,
        _ => Instantiate(Imports(scene), Load(Guests.Wasi, EngineOf(scene)), EngineOf(scene)),
    };

    protected override Func<int, int>? Find(Scenario row) => row.Scene is Scene.Start or Scene.Pooled ? Starts(row.Scene) : base.Find(row);

    protected virtual WasiDirectory NewRoot() => WasiDirectory.Host(NewDirectory());

    private Func<int, int> Starts(Scene scene)
    {
        WasiHost host = Own(new WasiHost { MaxPooledInstances = scene == Scene.Pooled ? PooledGuests : 0 });
        WasiProgram program = Own(host.Load(Guests.PathOf(Guests.Empty)));
        WasiOptions options = new();
        return count =>
        {
            int code = 0;
            for (; count > 0; count--)
            {
                code |= host.Run(program, options);
            }

            return code;
        };
    }

    private static Engine EngineOf(Scene scene) => scene == Scene.Interruptible ? InterruptibleEngine : Engine;

    private HostImports Imports(Scene scene)
    {
        WasiOptions options = new() { Arguments = ["guest", "--verbose"], Mounts = [new WasiMount("/", NewRoot())], Output = Output(scene) };
        if (scene == Scene.Mounts)
        {
            options.Mounts.Add(new WasiMount("/x", WasiDirectory.Memory()));
        }

        if (scene == Scene.Logged)
        {
            options.LoggerFactory = Own(new NullSinkLogger());
        }

        if (scene == Scene.Socket)
        {
            options.Descriptors = [WasiDescriptor.Socket(Own(new Echo()).Connect())];
        }

        HostImports imports = new HostImports().AddWasi(Own(new WasiProcess(options)));
        return scene != Scene.Metered ? imports : imports.Intercept((_, next) => (in call) =>
        {
            Calls++;
            return next(in call);
        });
    }

    private WasiOutput Output(Scene scene) => scene switch
    {
        Scene.Stream => WasiOutput.ToStream(Own(new Sink())),
        Scene.Callback => WasiOutput.ToText(Own(new TextSink())),
        _ => WasiOutput.ToFile(Sink.Device),
    };

    private Instance Instantiate(HostImports imports, Module module, Engine? engine = null)
    {
        using (module)
        {
            Store store = Own(new Store(engine ?? Engine));
            if (engine == InterruptibleEngine)
            {
                store.SetEpochDeadline(Unreached);
            }

            return Own(imports.Instantiate(store, module)).Instance;
        }
    }
}
