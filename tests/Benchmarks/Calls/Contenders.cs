using System.IO;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Calls;

/// <summary>The generated host, bound by this project's adapter.</summary>
internal sealed class GeneratedContender : Contender
{
    private readonly Guest _guest;

    internal GeneratedContender()
        : base("**Witx.Bindings**")
    {
        using Module module = Module.FromText(Engine, "calls", CallGuest.Text);
        _guest = new HostImports().Add(new CallHost()).Instantiate(Store, module);
    }

    protected override Instance Instance => _guest.Instance;

    public override void Dispose()
    {
        _guest.Dispose();
        base.Dispose();
    }
}

/// <summary>What one writes by hand against Wasmtime .NET.</summary>
internal sealed class TypedContender : Contender
{
    internal TypedContender(bool byName)
        : base($"Wasmtime .NET, typed callbacks, memory {(byName ? "by name" : "cached")}")
    {
        CallHost host = new();
        Memory? cached = null;
        using Linker linker = new(Engine);
        linker.DefineFunction("bench", "null", () => (int)host.Null());
        linker.DefineFunction("bench", "fd_tell", (Caller caller, int fd, int result) =>
        {
            var answer = host.FdTell(new CallHost.Fd((uint)fd));
            if (!answer.IsOk)
            {
                return (int)answer.Error;
            }

            Memory memory = byName ? caller.GetMemory("memory")! : cached!;
            memory.WriteInt64(result, (long)answer.Value);
            return 0;
        });
        using Module module = Module.FromText(Engine, "calls", CallGuest.Text);
        Instance = linker.Instantiate(Store, module);
        cached = Instance.GetMemory("memory");
    }

    protected override Instance Instance { get; }
}

/// <summary>A guest that opens a file of the disk through WASI, and tells its offset.</summary>
internal abstract class WasiContender : Contender
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("witx-bench-");

    private readonly Instance _instance;

    protected WasiContender(string name)
        : base(name)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "f"), "contents");
        using Module module = Module.FromText(Engine, "wasi", CallGuest.WasiText);
        _instance = Instantiate(module, _directory.FullName);
        Descriptor = _instance.GetFunction<int>("open")!();
    }

    protected sealed override int Descriptor { get; }

    protected sealed override Instance Instance => _instance;

    public override void Dispose()
    {
        base.Dispose();
        _directory.Delete(recursive: true);
    }

    protected abstract Instance Instantiate(Module module, string directory);
}

/// <summary>This project's WASI.</summary>
internal sealed class OwnWasiContender() : WasiContender("**Witx.Bindings.Wasi**, a file")
{
    private WasiProcess? _process;

    public override void Dispose()
    {
        _process?.Dispose();
        base.Dispose();
    }

    protected override Instance Instantiate(Module module, string directory)
    {
        _process = new WasiProcess(new WasiOptions { Mounts = [new WasiMount("/", WasiDirectory.Host(directory))] });
        return new HostImports().Add(_process).Instantiate(Store, module).Instance;
    }
}

/// <summary>The WASI that comes with Wasmtime .NET.</summary>
internal sealed class BuiltInWasiContender() : WasiContender("Wasmtime .NET, its own WASI, a file")
{
    protected override Instance Instantiate(Module module, string directory)
    {
        Store.SetWasiConfiguration(new WasiConfiguration().WithPreopenedDirectory(directory, "/", mutable: false));
        using Linker linker = new(Engine);
        linker.DefineWasi();
        return linker.Instantiate(Store, module);
    }
}
