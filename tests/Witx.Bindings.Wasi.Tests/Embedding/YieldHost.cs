using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary>Replaces <c>sched_yield</c> of preview1.</summary>
[WitxModule("yield.witx")]
internal sealed partial class YieldHost
{
    [SuppressMessage("Performance", "CA1822", Justification = "Declared by the generator, for an instance.")]
    public partial uint SchedYield() => 5;
}
