using System;
using Benchmarks.Rows;
using Witx.Bindings.Wasi;

namespace Benchmarks.Contenders;

/// <summary>The WASI host over files in memory.</summary>
internal sealed class MemoryImplementation() : OwnImplementation("…, files in memory")
{
    protected override Func<int, int>? Find(Scenario row) => row.Scene == Scene.Files ? base.Find(row) : null;

    protected override WasiDirectory NewRoot() => WasiDirectory.Memory();
}
