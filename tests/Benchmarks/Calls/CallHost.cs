using System.Runtime.CompilerServices;
using Witx.Bindings;

namespace Benchmarks.Calls;

/// <summary>What every contender but the engine's own WASI calls: the two bodies, not inlined.</summary>
[WitxModule("Calls/calls.witx")]
internal sealed partial class CallHost
{
    private readonly ulong _offset = 42;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Errno Null() => Errno.Success;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Result<ulong, Errno> FdTell(Fd fd) => fd.Value == 4 ? _offset : Errno.Badf;
}
