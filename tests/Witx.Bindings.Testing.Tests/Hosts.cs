using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Testing.Tests;

/// <summary>A host with each kind of parameter and result. Some functions write where they must not.</summary>
[WitxModule("store.witx", Missing = MissingFunction.Trap, ReentrantFunctions = ["call_back"])]
internal sealed partial class StoreHost
{
    public List<object> Seen { get; } = [];

    /// <summary>Gets or sets the number of elements that <c>twice</c> writes beyond the count.</summary>
    public int Excess { get; set; }

    public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> buffer)
    {
        if (key.ToString() != "greeting")
        {
            return Errno.NotFound;
        }

        return "hello"u8.TryCopyTo(buffer.Span) ? 5u : Errno.TooSmall;
    }

    public partial long Sum(GuestList<Entry> entries)
    {
        long sum = 0;
        foreach (Entry entry in entries)
        {
            sum += (long)entry.Id * entry.Weight;
        }

        return sum;
    }

    public partial Result<(uint, ushort), Errno> Divide(uint a, uint b) => b == 0 ? Errno.NotFound : (a / b, (ushort)(a % b));

    public partial sbyte Scalars(sbyte a, ushort b, Rune c, bool d, double e, Mode f, Item g)
    {
        Seen.AddRange([a, b, c, d, e, f, g]);
        return a;
    }

    public partial Errno Twice(GuestRef<uint> places, uint count)
    {
        GuestList<uint> list = places.AsList((ulong)(count + Excess));
        for (long i = 0; i < list.Count; i++)
        {
            list[i] *= 2;
        }

        return Errno.Success;
    }

    public partial Result<Entry, Errno> Rename(in Entry entry, in Shape shape) =>
        shape.TryGetCircle(out float radius) ? entry with { Weight = (short)radius } : Errno.NotFound;

    public partial Result<uint, Errno> Write(GuestMemory memory, GuestList<Vector> vectors)
    {
        uint length = 0;
        foreach (Vector vector in vectors)
        {
            Seen.Add(Encoding.UTF8.GetString(vector.Buf.AsList(memory, vector.Len).Span));
            length += vector.Len;
        }

        return length;
    }

    public partial Result<uint, Errno> Join(GuestMemory memory, GuestList<GuestRange<byte>> words, GuestList<byte> buffer)
    {
        int length = 0;
        foreach (GuestRange<byte> word in words)
        {
            Span<byte> bytes = word.AsList(memory).Span;
            bytes.CopyTo(buffer.Span[length..]);
            length += bytes.Length;
        }

        return (uint)length;
    }

    public partial uint CallBack(ref GuestCall call, GuestRange<byte> export, uint value) =>
        call.Invoke(export.AsString(call.Memory).ToString(), value).UInt32
        + call.InvokeIndirect("table", 3, value).UInt32;

    public partial Result Fail() => Result.Failed;

    public partial void Reset() => Seen.Clear();
}

/// <summary>A host for guests with 64-bit memory.</summary>
[WitxModule("wide.witx", PointerWidth = 64)]
internal sealed partial class WideHost
{
    public partial Result<ulong, Errno> Length(GuestString text, ulong more) => (ulong)text.Length + more;
}
