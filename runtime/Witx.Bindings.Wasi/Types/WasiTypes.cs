namespace Witx.Bindings.Wasi;

/// <summary>The types that every WASI interface and the host itself share.</summary>
[WitxTypes("wasix/typenames.witx")]
public static partial class WasiTypes
{
}
