using System;
using Benchmarks.Implementations;
using Benchmarks.Scenarios;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Benchmarks.Scaling;

/// <summary>The WASI host at one size of a <see cref="Dimension"/>.</summary>
internal sealed class ScaledImplementation(Dimension dimension, int size) : GuestImplementation($"{size:N0}")
{
    protected override int Entries => dimension.Entries(size);

    protected override Instance? Open(Setup setup)
    {
        WasiOptions options = dimension.Options(size, () => WasiDirectory.FromHostPath(NewDirectory()));
        using Module module = Load(Guests.Wasi);
        HostImports imports = new HostImports().AddWasi(Track(new WasiProcess(options)));
        Instance instance = Track(imports.Instantiate(Track(new Store(Engine)), module)).Instance;
        return instance.GetFunction<int, int>("scale")!(size) == 0
            ? instance
            : throw new InvalidOperationException("The guest cannot set its size.");
    }
}
