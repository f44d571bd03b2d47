using System.Collections.Generic;

namespace Witx.Bindings.Tests.Hosts;

[WitxModule("lists.witx")]
internal sealed partial class Lists
{
    public partial Result<Excuse, Errno> ReduceExcuses(GuestMemory memory, GuestList<GuestPointer<Excuse>> excuses)
    {
        Excuse last = Excuse.DogAte;
        foreach (GuestPointer<Excuse> excuse in excuses)
        {
            last = excuse.Dereference(memory).Read();
        }

        return last;
    }

    public partial Errno PopulateExcuses(GuestMemory memory, GuestList<GuestPointer<Excuse>> excuses)
    {
        foreach (GuestPointer<Excuse> excuse in excuses)
        {
            excuse.Dereference(memory).Write(Excuse.Sleeping);
        }

        return Errno.Ok;
    }

    public partial Result<int, Errno> SumOfElement(GuestList<Pair> elements, ulong index) =>
        index < (ulong)elements.Count ? unchecked(elements[(long)index].First + elements[(long)index].Second) : Errno.InvalidArg;

    public partial Result<int, Errno> SumOfElements(GuestList<Pair> elements, ulong start, ulong end)
    {
        if (start > end || end > (ulong)elements.Count)
        {
            return Errno.InvalidArg;
        }

        int sum = 0;
        foreach (Pair pair in elements.Slice((long)start, (long)(end - start)))
        {
            sum = unchecked(sum + pair.First + pair.Second);
        }

        return sum;
    }

    public partial Result<int, Errno> TotalLength(GuestMemory memory, GuestList<GuestRange<byte>> words)
    {
        int sum = 0;
        foreach (GuestRange<byte> word in words)
        {
            sum += word.AsList(memory).Span.Length;
        }

        return sum;
    }
}

[WitxModule("pointers.witx")]
internal sealed partial class Pointers
{
    public partial Errno PointersAndEnums(
        GuestMemory memory, Excuse input1, GuestRef<Excuse> input2, GuestRef<Excuse> input3, GuestRef<GuestPointer<Excuse>> input4)
    {
        input2.Write(input3.Read());
        _ = input4.Read().Dereference(memory).Read();
        input4.Write(new GuestPointer<Excuse>(input2.Address));
        return Errno.Ok;
    }
}

[WitxModule("records.witx")]
internal sealed partial class Records
{
    public partial Result<long, Errno> SumOfPair(in PairInts anPair) => (long)anPair.First + anPair.Second;

    public partial Result<long, Errno> SumOfPairOfPtrs(GuestMemory memory, in PairIntPtrs anPair) =>
        (long)anPair.First.Dereference(memory).Read() + anPair.Second.Dereference(memory).Read();

    public partial Result<long, Errno> SumOfIntAndPtr(GuestMemory memory, in PairIntAndPtr anPair) =>
        (long)anPair.First.Dereference(memory).Read() + anPair.Second;

    public partial Result<PairInts, Errno> ReturnPairInts() => new PairInts(10, 20);

    public partial Result<PairIntPtrs, Errno> ReturnPairOfPtrs(GuestMemory memory, GuestRef<int> first, GuestRef<int> second) =>
        new PairIntPtrs(new(first.Address), new(second.Address));

    public partial Result<ushort, Errno> SumArray(GuestMemory memory, in RecordOfList recordOfList)
    {
        ushort sum = 0;
        foreach (byte each in recordOfList.Arr.AsList(memory))
        {
            sum += each;
        }

        return sum;
    }

    public partial Result<Nested, Errno> TurnAround(in Nested nested) =>
        new Nested(nested.Last, new(nested.Pair.Fourth, nested.Pair.Third, nested.Pair.Second, (int)nested.Pair.First), nested.Tag);
}

[WitxModule("strings.witx")]
internal sealed partial class Strings
{
    public List<string> Seen { get; } = [];

    public partial Result<uint, Errno> HelloString(GuestString aString)
    {
        Seen.Add(aString.ToString());
        return (uint)aString.Length;
    }

    public partial Result<uint, Errno> MultiString(GuestString a, GuestString b, GuestString c)
    {
        Seen.AddRange([a.ToString(), b.ToString(), c.ToString()]);
        return (uint)(a.Length + b.Length + c.Length);
    }

    public partial Result<uint, Errno> Decode(GuestString a) => (uint)a.Utf8.Length;

    public partial Result<GuestRange<byte>, Errno> NameOf(GuestMemory memory, uint address, uint length) =>
        new GuestRange<byte>(address, length);
}

[WitxModule("variants.witx")]
internal sealed partial class Variants
{
    public List<object> Seen { get; } = [];

    public partial Result<Excuse, Errno> GetTag(in Reason reason)
    {
        Seen.Add(reason);
        return reason.Tag;
    }

    public partial Errno ReasonMult(GuestMemory memory, in ReasonPointers reason, uint factor)
    {
        if (reason.TryGetDogAte(out GuestPointer<float> dog))
        {
            dog.Dereference(memory).Write(dog.Dereference(memory).Read() * factor);
        }
        else if (reason.TryGetTraffic(out GuestPointer<int> traffic))
        {
            traffic.Dereference(memory).Write(unchecked((int)(traffic.Dereference(memory).Read() * (long)factor)));
        }

        return Errno.Ok;
    }

    public partial Result<Uneven, Errno> UnevenBack(in Uneven value)
    {
        Seen.Add(value);
        return value;
    }

    public partial Result<Boxed, Errno> BoxedBack(in Boxed value)
    {
        Seen.Add(value);
        return value;
    }
}
