using System;
using Benchmarks.Scenarios;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>The generated host and the WASI host of this project.</summary>
internal class OwnImplementation(string name = "**Witx.Bindings**") : GuestImplementation(name)
{
    private const ulong Unreached = 1 << 30;
    private const int PooledGuests = 100;
    private const int TreeFiles = 16;
    private const int TreeFileLength = 1 << 20;

    internal long Calls { get; private set; }

    protected override Instance? Open(Setup setup) => setup switch
    {
        Setup.Calls => Instantiate(new HostImports().Add(new CallHost()), LoadText(Guests.Calls)),
        Setup.Start or Setup.Pooled or Setup.Copy or Setup.Snapshot => null,
        _ => Instantiate(Imports(setup), Load(Guests.Wasi, GetEngine(setup)), GetEngine(setup)),
    };

    protected override Func<int, int>? Find(Scenario scenario) => scenario.Setup switch
    {
        Setup.Start or Setup.Pooled => CreateStartLoop(scenario.Setup),
        Setup.Copy => CreateTreeLoop(CopyTree),
        Setup.Snapshot => CreateTreeLoop(static tree => tree.CreateSnapshot().CreateView()),
        _ => base.Find(scenario),
    };

    protected virtual WasiDirectory NewRoot() => WasiDirectory.FromHostPath(NewDirectory());

    private Func<int, int> CreateStartLoop(Setup setup)
    {
        WasiHost host = Track(new WasiHost(new WasiHostOptions { MaxPooledInstances = setup == Setup.Pooled ? PooledGuests : 0 }));
        WasiProgram program = Track(host.Load(Guests.GetPath(Guests.Empty)));
        WasiOptions options = new();
        return count =>
        {
            int code = 0;
            for (; count > 0; count--)
            {
                code |= program.Run(options).ExitCode;
            }

            return code;
        };
    }

    /// <summary>Creates a loop that runs a guest in a directory that is derived from one with 16 files of 1 MiB.</summary>
    private Func<int, int> CreateTreeLoop(Func<WasiMemoryDirectory, WasiMemoryDirectory> derive)
    {
        WasiHost host = Track(new WasiHost());
        WasiProgram program = Track(host.Load(Guests.GetPath(Guests.Page)));
        WasiMemoryDirectory tree = WasiDirectory.CreateInMemory();
        for (int i = 0; i < TreeFiles; i++)
        {
            tree.WriteFile($"d/f{i}", new byte[TreeFileLength]);
        }

        return count =>
        {
            int code = 0;
            for (; count > 0; count--)
            {
                code |= program.Run(new WasiOptions { Mounts = [new WasiMount("/", derive(tree))] }).ExitCode;
            }

            return code;
        };
    }

    private static WasiMemoryDirectory CopyTree(WasiMemoryDirectory tree)
    {
        WasiMemoryDirectory copy = WasiDirectory.CreateInMemory();
        tree.CopyTo(copy);
        return copy;
    }

    private static Engine GetEngine(Setup setup) => setup == Setup.Interruptible ? InterruptibleEngine : Engine;

    private HostImports Imports(Setup setup)
    {
        WasiOptions options = new()
        {
            Arguments = ["guest", "--verbose"],
            Mounts = [new WasiMount("/", NewRoot()) { Policy = setup == Setup.Policy ? new AllowingPolicy() : null }],
            Output = Output(setup),
        };
        if (setup == Setup.Mounts)
        {
            options.Mounts.Add(new WasiMount("/x", WasiDirectory.CreateInMemory()));
        }

        if (setup == Setup.Logged)
        {
            options.LoggerFactory = Track(new NullSinkLogger());
        }

        if (setup == Setup.Socket)
        {
            options.Descriptors = [WasiDescriptor.Socket(Track(new EchoServer()).Connect())];
        }

        HostImports imports = new HostImports().AddWasi(Track(new WasiProcess(options)));
        return setup != Setup.Metered ? imports : imports.Intercept((_, next) => (in call) =>
        {
            Calls++;
            return next(in call);
        });
    }

    private WasiOutput Output(Setup setup) => setup switch
    {
        Setup.Stream => WasiOutput.ToStream(Track(new Sink())),
        Setup.Callback => WasiOutput.ToText(Track(new TextSink())),
        _ => WasiOutput.ToFile(Sink.Device),
    };

    private Instance Instantiate(HostImports imports, Module module, Engine? engine = null)
    {
        using (module)
        {
            Store store = Track(new Store(engine ?? Engine));
            if (engine == InterruptibleEngine)
            {
                store.SetEpochDeadline(Unreached);
            }

            return Track(imports.Instantiate(store, module)).Instance;
        }
    }
}
