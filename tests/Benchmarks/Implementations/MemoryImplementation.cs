using System;
using Benchmarks.Scenarios;
using Witx.Bindings.Wasi;

namespace Benchmarks.Implementations;

/// <summary>The WASI host with a memory directory.</summary>
internal sealed class MemoryImplementation() : OwnImplementation("…, files in memory")
{
    protected override Func<int, int>? Find(Scenario scenario) => scenario.Setup == Setup.Files ? base.Find(scenario) : null;

    protected override WasiDirectory NewRoot() => WasiDirectory.CreateInMemory();
}
