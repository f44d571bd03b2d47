namespace Witx.Bindings.Wasi;

/// <summary>WASIX without preview1's functions, for one thread. What waits for threads and processes is <c>notsup</c>.</summary>
[WitxModule("wasix_v1.witx", Types = typeof(Abi), Missing = MissingFunction.Return, MissingError = "notsup")]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class Wasix(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
}
