namespace Witx.Bindings.Tests.Hosts;

[WitxTypes("../../witx/typenames.witx")]
internal static partial class Abi;
