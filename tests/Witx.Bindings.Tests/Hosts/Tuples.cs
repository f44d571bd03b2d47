using System;

namespace Witx.Bindings.Tests.Hosts;

[WitxModule("tuples.witx")]
internal sealed partial class Tuples
{
    public partial Result<uint, Errno> One(in ValueTuple<ushort> x) => x.Item1 == 0 ? Errno.No : (uint)x.Item1;

    public partial Result<ushort, Errno> Named(in OneType x) => x.Item1;

    public partial Result<uint, Errno> Inside(GuestList<(byte, ValueTuple<ushort>)> x)
    {
        uint sum = 0;
        foreach ((byte small, ValueTuple<ushort> large) in x)
        {
            sum += (uint)(small * large.Item1);
        }

        return sum;
    }

    public partial Result<(uint, byte, uint, byte, uint, byte, uint, byte), Errno> Eight(
        in (byte, ushort, uint, ulong, sbyte, short, int, long) x) => unchecked(
        ((uint)x.Item8, (byte)x.Item7, (uint)x.Item6, (byte)x.Item5, (uint)x.Item4, (byte)x.Item3, x.Item2, x.Item1));

    public partial void EightBack(GuestRef<EightType> x, GuestRef<EightType> to) => to.Write(x.Read());
}

[WitxModule("failures.witx")]
internal sealed partial class Failures
{
    public partial Errno First(uint strike) => strike == 0 ? Errno.Ok : throw new InvalidOperationException($"first {strike}");

    public partial Result<uint, Reason> Second(uint strike) => strike == 0 ? 7u : throw new InvalidOperationException($"second {strike}");

    public partial uint Third(uint strike) => strike == 0 ? 1u : throw new InvalidOperationException($"third {strike}");

    partial void OnException(Exception exception, ref Errno answer, ref bool handled) => (answer, handled) = (Errno.Bad, true);

    partial void OnException(Exception exception, ref Reason answer, ref bool handled) =>
        (answer, handled) = (Reason.Late, exception.Message is "second 1");
}
