namespace Witx.Bindings.Tests.Hosts;

/// <summary>A host of an interface whose names collide with keywords and generated names in C#.</summary>
[WitxModule("keywords.witx")]
[WitxName("$self.2small", "TooSmall")]
internal sealed partial class Keywords
{
    public byte Last { get; private set; }

    public partial void Fn(byte use, byte @virtual, byte memory, byte host, byte arguments) =>
        Last = (byte)(use + @virtual + memory + host + arguments);

    public partial void New(GuestMemory memory, in Class @class, in Is @is, Self self, EqualsType equals) =>
        Last = (byte)(@class.ClassValue
            + (self is Self.TooBig or Self.TooSmall ? 1 : 0)
            + (is1(@is) ? 2 : 0)
            + (byte)(equals & EqualsType.GetHashCode));

    public partial void GetHashCodeFunction(Params @params) => Last = (byte)@params.Value;

    public partial void ToStringFunction(in ABType2 x, in ABType2 xValue) => Last = (byte)(x.X + xValue.XValue + xValue.XValue2);

    public partial void ToStringFunction2(WitxAbiType x, System system) => Last = (byte)system;

    public partial byte KeywordsFunction() => (byte)(AB.Default + ABType.Default);

    public partial byte HostFunctions() => (byte)HostFunctionsType.Keywords;

    public partial void FdReadß(byte x) => Last = x;

    public partial void _() => Last = 77;

    private static bool is1(in Is @is) => @is.TryGetNew(out byte value) && value == 1;
}
