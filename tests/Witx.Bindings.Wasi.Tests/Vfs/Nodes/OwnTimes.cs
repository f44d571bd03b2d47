using System;

namespace Witx.Bindings.Wasi.Tests.Vfs.Nodes;

/// <summary>The timestamps of <see cref="OwnDirectory"/> and <see cref="OwnFile"/>.</summary>
internal static class OwnTimes
{
    public static WasiNodeTimes Now => WasiNodeTimes.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    public static WasiNodeTimes MarkModified(WasiNodeTimes times) => Now with { Accessed = times.Accessed };

    public static WasiNodeTimes Set(WasiNodeTimes times, ulong? accessed, ulong? modified) =>
        new(accessed ?? times.Accessed, modified ?? times.Modified, Now.Changed);
}
