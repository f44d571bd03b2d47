namespace Witx.Bindings.Wasi;

/// <summary>Preview1 for guests with addresses of 64 bits. In C# they are the same.</summary>
[WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi), PointerWidth = 64)]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal sealed partial class WidePreview1(WasiThread thread) : Preview1(thread, Personality.Wasix)
{
}

/// <summary>WASIX for such guests.</summary>
[WitxModule("wasix_v1.witx", Types = typeof(Abi), PointerWidth = 64, Missing = MissingFunction.Return, MissingError = "notsup")]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal sealed partial class WideWasix(WasiThread thread) : Wasix(thread)
{
}

/// <summary>What WASIX has beyond its public file, for such guests.</summary>
[WitxModule("wasix_ext.witx", Types = typeof(Abi), PointerWidth = 64, Missing = MissingFunction.Return, MissingError = "notsup")]
[WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal sealed partial class WideWasixExt(WasiThread thread) : WasixExt(thread)
{
}
