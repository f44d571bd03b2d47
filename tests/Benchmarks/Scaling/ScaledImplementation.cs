using System;
using Benchmarks.Contenders;
using Benchmarks.Rows;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Scaling;

/// <summary>The WASI host at one size of something.</summary>
internal sealed class ScaledImplementation(Dimension dimension, int size) : GuestImplementation($"{size:N0}")
{
    protected override int Entries => dimension.Entries(size);

    protected override Instance? Open(Scene scene)
    {
        WasiOptions options = dimension.Options(size, () => WasiDirectory.Host(NewDirectory()));
        using Module module = Load(Guests.Wasi);
        Instance instance = Own(new HostImports().AddWasi(Own(new WasiProcess(options))).Instantiate(Own(new Store(Engine)), module)).Instance;
        return instance.GetFunction<int, int>("scale")!(size) == 0 ? instance : throw new InvalidOperationException("The guest cannot be scaled.");
    }
}
