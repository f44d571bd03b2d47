using System;
using System.Collections.Generic;

namespace Witx.Bindings.Tests.Hosts;

/// <summary>A host that returns an error for each kind of fault and for functions that it does not implement.</summary>
[WitxModule("policies.witx", Missing = MissingFunction.Return, MissingError = "nosys")]
[WitxFaults(OutOfBounds = "fault", Misaligned = "fault", UnknownValue = "inval", InvalidUtf8 = "ilseq")]
internal partial class AnsweringPolicies
{
    public int Calls { get; private set; }

    public partial Errno ByValue(Color color, byte narrow)
    {
        Calls++;
        return Errno.Success;
    }

    public partial Result<uint, Errno> ByList(GuestList<Color> colors)
    {
        Calls++;
        uint count = 0;
        foreach (Color color in colors)
        {
            count += (uint)color;
        }

        return count;
    }

    public partial Result<uint, Errno> ByRecord(in Pair pair)
    {
        Calls++;
        return pair.Number;
    }

    public partial Result<uint, Errno> ByString(GuestString text)
    {
        Calls++;
        return (uint)text.Utf8.Length;
    }

    public partial Result<uint, Errno> Throwing(uint what)
    {
        Calls++;
        throw what switch
        {
            0 => new InvalidOperationException("broken"),
            1 => new WitxTrapException("trap"),
            _ => new GuestFaultException(GuestFault.OutOfBounds, "found by the body"),
        };
    }

    public partial uint Direct(Color color) => (uint)color;
}

/// <summary>A host that traps on faults and on functions that it does not implement.</summary>
[WitxModule("policies.witx", Missing = MissingFunction.Trap)]
internal sealed partial class TrappingPolicies
{
    public partial Errno ByValue(Color color, byte narrow) => Errno.Success;

    public partial Result<uint, Errno> ByList(GuestList<Color> colors) => (uint)colors.ToArray().Length;
}

/// <summary>A host that implements all hooks: OnCall, OnReturn and OnException.</summary>
[WitxModule("policies.witx", Missing = MissingFunction.Trap)]
[WitxFaults(UnknownValue = "inval")]
internal sealed partial class HookedPolicies
{
    public List<string> Log { get; } = [];

    public partial Errno ByValue(Color color, byte narrow)
    {
        Log.Add($"{color} {narrow}");
        return Errno.Io;
    }

    public partial Result<uint, Errno> ByList(GuestList<Color> colors) => (uint)colors.ToArray().Length;

    public partial Result<uint, Errno> Throwing(uint what) => throw what switch
    {
        0 => new InvalidOperationException("broken"),
        1 => new WitxTrapException("trap"),
        2 => new NotSupportedException("unknown"),
        _ => new ArgumentException("success"),
    };

    partial void OnCall(string function) => Log.Add("> " + function);

    partial void OnReturn(string function, long result) => Log.Add($"< {function} {result}");

    partial void OnException(Exception exception, ref Errno answer, ref bool handled)
    {
        Log.Add($"! {exception.Message}");
        answer = exception is ArgumentException ? Errno.Success : Errno.Io;
        handled = exception is not NotSupportedException;
    }
}

/// <summary>A host of an older interface, derived from the host of the newer one: it implements only the functions that differ.</summary>
[WitxModule("policies_before.witx")]
[WitxFaults(UnknownValue = "inval")]
internal sealed partial class PoliciesBefore : AnsweringPolicies
{
    public partial Result<uint, Errno> ByRecord(in Pair pair) => pair.Number + 1u;
}

/// <summary>A class that is not a host: its policy and its hook serve the hosts that derive from it.</summary>
[WitxFaults(UnknownValue = "inval")]
internal abstract class SharedPolicy
{
    public List<string> Log { get; } = [];

    private protected void OnException(Exception exception, ref SharedPolicyTypes.Errno answer, ref bool handled)
    {
        Log.Add(exception.Message);
        (answer, handled) = (SharedPolicyTypes.Errno.Io, true);
    }
}

[WitxTypes("policies.witx")]
internal static partial class SharedPolicyTypes;

/// <summary>A host that inherits its policy and its hook.</summary>
[WitxModule("policies.witx", Types = typeof(SharedPolicyTypes), Missing = MissingFunction.Trap)]
internal sealed partial class InheritingPolicies : SharedPolicy
{
    public partial SharedPolicyTypes.Errno ByValue(SharedPolicyTypes.Color color, byte narrow) =>
        throw new InvalidOperationException("broken");
}

[WitxModule("reentry.witx", ReentrantFunctions = ["call_back"])]
[WitxFaults(OutOfBounds = "fault", InvalidUtf8 = "ilseq")]
internal sealed partial class Reentrant
{
    public partial Result<uint, Errno> CallBack(
        ref GuestCall call, GuestRange<byte> name, GuestRange<uint> numbers, GuestPointer<uint> place, in Pair pair)
    {
        string export = name.AsString(call.Memory).ToString();
        uint before = place.Dereference(call.Memory).Read();
        uint sum = call.Invoke(export, pair.First, pair.Second).UInt32;
        foreach (uint number in numbers.AsList(call.Memory))
        {
            sum += number;
        }

        return sum + before;
    }

    public partial uint Plain(uint x) => x + 1;
}
