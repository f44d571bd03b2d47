namespace Witx.Bindings.Tests.Hosts;

[WitxTypes("typenames.witx")]
internal static partial class Abi;
