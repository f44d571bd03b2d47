using System.IO;
using Wasmtime;
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

/// <summary>The WASI that comes with Wasmtime .NET, on a file of the disk.</summary>
internal sealed class BuiltInContender : Contender
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("witx-bench-");

    internal BuiltInContender()
        : base("Wasmtime .NET, its own WASI")
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "f"), "contents");
        Store.SetWasiConfiguration(new WasiConfiguration().WithPreopenedDirectory(_directory.FullName, "/", mutable: false));
        using Linker linker = new(Engine);
        linker.DefineWasi();
        using Module module = Module.FromText(Engine, "wasi", CallGuest.WasiText);
        Instance = linker.Instantiate(Store, module);
        Descriptor = Instance.GetFunction<int>("open")!();
    }

    protected override int Descriptor { get; }

    protected override Instance Instance { get; }

    public override void Dispose()
    {
        base.Dispose();
        _directory.Delete(recursive: true);
    }
}
