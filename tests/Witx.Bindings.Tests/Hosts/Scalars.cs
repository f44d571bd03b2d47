using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Tests.Hosts;

[WitxModule("atoms.witx")]
internal sealed partial class Atoms
{
    public (uint, float) Seen { get; private set; }

    public partial Errno IntFloatArgs(uint anInt, float aFloat)
    {
        Seen = (anInt, aFloat);
        return Errno.Ok;
    }

    public partial Result<float, Errno> DoubleIntReturnFloat(uint anInt) => (float)anInt * 2;
}

[WitxModule("numbers.witx")]
internal sealed partial class Numbers
{
    public partial byte U8(byte x) => x;

    public partial sbyte S8(sbyte x) => x;

    public partial ushort U16(ushort x) => x;

    public partial short S16(short x) => x;

    public partial uint U32(uint x) => x;

    public partial int S32(int x) => x;

    public partial ulong U64(ulong x) => x;

    public partial long S64(long x) => x;

    public partial float F32(float x) => x;

    public partial double F64(double x) => x;

    public partial Rune Char(Rune x) => x;

    public partial byte Char8(byte x) => x;

    public partial ulong Usize(ulong x) => x;

    public partial PermsType Perms(PermsType x) => x;

    public partial All8Type All8(All8Type x) => x;

    public partial WideType Wide(WideType x) => x;

    public partial DoorType Door(DoorType x) => x;

    public partial GuestPointer<ushort> Pointer(GuestRef<ushort> x) => new(x.Address);

    public partial uint Color(ColorType x) => (uint)x;

    public partial uint Truth(bool x) => x ? 1u : 0;

    public partial void Nothing()
    {
    }

#pragma warning disable CS8763 // A test calls this method to see that a noreturn function traps if its body returns.
    public partial void Gone()
    {
    }
#pragma warning restore CS8763
}

[WitxModule("errors.witx")]
internal sealed partial class Errors
{
    public partial Errno Foo(uint strike) => strike switch
    {
        0 => Errno.Ok,
        1 => Errno.PicketLine,
        _ => Errno.InvalidArg,
    };

    public partial Result<uint, Errno> Sized(uint strike) => strike switch
    {
        0 => 7u,
        1 => Errno.PicketLine,
        2 => Errno.Ok,
        3 => throw new WitxTrapException("struck out"),
        _ => throw new InvalidOperationException("broken"),
    };

    public partial Result<(uint, ushort, bool), Choice> Chosen(uint strike) => strike switch
    {
        0 => (1u, (ushort)2, true),
        _ => Choice.Never,
    };

    public partial Result<ushort, uint> Numbered(uint strike) =>
        strike == 0 ? Result<ushort, uint>.Ok(9) : Result<ushort, uint>.Failed(strike);

    public partial Result<uint> Unexplained(uint strike) => strike == 0 ? 5 : Result<uint>.Failed;

    public partial Result Bare(uint strike) => strike == 0 ? Result.Ok : Result.Failed;

    public partial void Baz(uint strike) => throw new WitxTrapException($"baz {strike}");
}

[WitxModule("flags.witx")]
internal sealed partial class Flags
{
    public partial Result<CarConfig, Errno> ConfigureCar(CarConfig oldConfig, GuestRef<CarConfig> otherConfig) =>
        oldConfig ^ otherConfig.Read();
}

[WitxModule("handles.witx")]
internal sealed partial class Handles
{
    public partial Result<Fd, Errno> FdCreate() => new Fd(123);

    public partial Errno FdConsume(Fd fd) => fd == new Fd(123) ? Errno.Ok : Errno.InvalidArg;
}

[WitxModule("ints.witx")]
internal sealed partial class Ints
{
    public partial Result<bool, Errno> CookieCutter(ulong initCookie) => initCookie == Cookie.Start;
}

[WitxModule("older.witx")]
internal sealed partial class Older
{
    public List<Tagged> Seen { get; } = [];

    public partial Result<(uint, ushort), Errno> Divide(uint a, uint b) => b == 0 ? Errno.Inval : (a / b, (ushort)(a % b));

    public partial (uint, uint) Split(ulong x) => ((uint)(x & uint.MaxValue), (uint)(x >> 32));

    public partial Errno Check(uint x) => x == 0 ? Errno.Success : Errno.Again;

    public partial Result<Tagged, Errno> TaggedBack(in Tagged x)
    {
        Seen.Add(x);
        return x;
    }

    public partial Errno Fill(GuestList<byte> bytes)
    {
        bytes.Span.Fill(0xab);
        return Errno.Success;
    }
}

[WitxModule("oldest.witx")]
internal sealed partial class Oldest
{
    public partial Result<Bits, Errno> BitsBack(in Bits x) =>
        x.AsNumber() == 0 ? Errno.Inval : x.AsPair() == new Pair(1, 2) ? Bits.Pair(new Pair(3, 4)) : Bits.Real(-x.AsReal());
}
