using System;
using Benchmarks.Rows;
using Witx.Bindings.Wasi;

namespace Benchmarks.Contenders;

/// <summary>The WASI host over files in memory.</summary>
internal sealed class MemoryContender() : OwnContender("…, files in memory")
{
    protected override Func<int, int>? Find(Row row) => row.Scene == Scene.Files ? base.Find(row) : null;

    protected override WasiDirectory NewRoot() => WasiDirectory.Memory();
}
