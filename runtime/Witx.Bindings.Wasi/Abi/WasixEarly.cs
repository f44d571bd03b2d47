namespace Witx.Bindings.Wasi;

/// <summary>WASIX as programs of 2022 and early 2023 import it, where that differs from today.</summary>
[WitxModule("wasix_early.witx", Types = typeof(Abi), Missing = MissingFunction.Return, MissingError = "notsup")]
[WitxFaults(UnknownValue = "inval")]
internal sealed partial class WasixEarly(WasiThread thread) : Wasix(thread)
{
}
