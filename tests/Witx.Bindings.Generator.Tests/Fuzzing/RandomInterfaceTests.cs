using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Random interfaces, called by a guest on random memory. Every value round-trips through generated code, padding keeps its bytes, and
/// invalid values are rejected as unknown.
/// </summary>
public sealed class RandomInterfaceTests
{
    private const int From = 128;
    private const int To = 4096;
    private const int Also = 6144;
    private const int Heads = 8;
    private const int End = 65536;
    private const int Count = 3;
    private const byte Untouched = 0xcc;

    private static readonly int[] s_edges =
        [
            0,
            1,
            2,
            3,
            4,
            8,
            16,
            100,
            4096,
            End - 64,
            End - 8,
            End - 4,
            End - 1,
            End,
            End + 1,
            -1,
            -2,
            -8,
            -16,
            int.MinValue,
            int.MaxValue,
            0x2000_0001,
        ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    public static TheoryData<int> OtherSeeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Values_CurrentSyntax_RoundTrip(int seed) => GoThroughUnchanged(seed, isPre2021: false, PointerWidth.Bits32);

    [Theory]
    [MemberData(nameof(OtherSeeds))]
    public void Values_64BitGuest_RoundTrip(int seed) => GoThroughUnchanged(seed, isPre2021: false, PointerWidth.Bits64);

    [Theory]
    [MemberData(nameof(OtherSeeds))]
    public void Values_Pre2021Syntax_RoundTrip(int seed) => GoThroughUnchanged(seed, isPre2021: true, PointerWidth.Bits32);

    /// <summary>Random arguments are accepted or cause a fault; no other exception is thrown.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomArguments_Passed_AreAcceptedOrReported(int seed)
    {
        string text = RandomInterface.Make(seed, 10, isPre2021: false);
        WitxDocument document = WitxResolver.Resolve(
            WitxFile.Parse("random.witx", text), new WitxFileSet([]), TestContext.Current.CancellationToken);
        using RandomGuest guest = new(RandomHost.Load(text, PointerWidth.Bits32), document, PointerWidth.Bits32);
        Random random = new(seed);
        HashSet<GuestFault?> faults = [];
        foreach (
            WitxFunction function in document.Modules[0]
                .Functions.Where(static function => !function.Name.StartsWith("give_", StringComparison.Ordinal)))
        {
            int count = FunctionSignature.Create(function, PointerWidth.Bits32).Parameters.Length;
            for (int i = 0; i < 30; i++)
            {
                int[] values =
                [
                    .. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? random.Next() : s_edges[random.Next(s_edges.Length)]),
                ];
                faults.Add(guest.FaultOf(function.Name, Memory(random), values));
            }
        }

        Assert.Equal(4, faults.Intersect([null, GuestFault.OutOfBounds, GuestFault.Misaligned, GuestFault.UnknownValue]).Count());
    }

    private static void GoThroughUnchanged(int seed, bool isPre2021, PointerWidth width)
    {
        string text = RandomInterface.Make(seed, 10, isPre2021);
        WitxDocument document = WitxResolver.Resolve(
            WitxFile.Parse("random.witx", text), new WitxFileSet([]), TestContext.Current.CancellationToken);
        Assert.Empty(document.Errors);
        using RandomGuest guest = new(RandomHost.Load(text, width), document, width);
        Random random = new(seed);
        int values = 0;
        int refused = 0;
        foreach (TypeDefinition definition in document.Types.Where(static type => type.Name[0] is 't' && char.IsDigit(type.Name[^1])))
        {
            for (int i = 0; i < 20; i++)
            {
                bool isValue = Echo(guest, definition, width, isPre2021 ? ["echo_"] : ["echo_", "take_"], random);
                Copy(guest, definition, width, random);
                Each(guest, definition, width, random);
                Give(guest, definition, width, random);
                (values, refused) = isValue ? (values + 1, refused) : (values, refused + 1);
            }
        }

        Assert.True(values > refused / 2 && refused > 0, $"{values} values, {refused} refused");
    }

    /// <summary>Passes one value by its address and inside a tuple.</summary>
    private static bool Echo(RandomGuest guest, TypeDefinition definition, PointerWidth width, string[] functions, Random random)
    {
        byte[] memory = Memory(random);
        int size = SizeOf(definition, width);
        bool[] carriers = new bool[size];
        bool isValue = Bytes.IsValue(definition.Type, width, memory.AsSpan(From, size), carriers);
        foreach (string function in functions)
        {
            memory.AsSpan(To, 1024).Fill(Untouched);
            Assert.True(
                isValue == guest.Call(function + definition.Name, memory, From, To),
                $"{definition.Name}: {Convert.ToHexString(memory.AsSpan(From, size))}");
            if (isValue)
            {
                AssertCopied(memory, carriers, From, To);
            }
        }

        return isValue;
    }

    /// <summary>Passes several values in a list and by a pointer to the first.</summary>
    private static void Copy(RandomGuest guest, TypeDefinition definition, PointerWidth width, Random random)
    {
        byte[] memory = Memory(random);
        memory.AsSpan(To, 4096).Fill(Untouched);
        bool[] carriers = new bool[SizeOf(definition, width) * Count];
        bool areValues = AreValues(definition, width, memory, carriers);
        Assert.Equal(areValues, guest.Call("copy_" + definition.Name, memory, From, Count, To));
        if (areValues)
        {
            AssertCopied(memory, carriers, From, To);
        }
    }

    /// <summary>
    /// Passes lists inside a list: the last value, the other values, and between them an empty list at the end of memory or misaligned.
    /// </summary>
    private static void Each(RandomGuest guest, TypeDefinition definition, PointerWidth width, Random random)
    {
        byte[] memory = Memory(random);
        memory.AsSpan(To, 4096).Fill(Untouched);
        int size = SizeOf(definition, width);
        bool[] carriers = new bool[size * Count];
        bool areValues = AreValues(definition, width, memory, carriers);
        Span<int> from = [From, Count - 1, End, 0, From + (size * (Count - 1)), 1];
        Span<int> to = [To, Count - 1, 1, 0, To + (size * (Count - 1)), 1];
        for (int i = 0; i < from.Length; i++)
        {
            WriteAddress(memory.AsSpan(Heads + ((int)width * i)), from[i], width);
            WriteAddress(memory.AsSpan(Also + ((int)width * i)), to[i], width);
        }

        Assert.Equal(areValues, guest.Call("each_" + definition.Name, memory, Heads, 3, Also, 3));
        if (areValues)
        {
            AssertCopied(memory, carriers, From, To);
        }
    }

    /// <summary>Passes one value as a parameter and returns it through two output addresses.</summary>
    private static void Give(RandomGuest guest, TypeDefinition definition, PointerWidth width, Random random)
    {
        if (definition.Type.Resolved is ListType or StringType or PointerType)
        {
            return;
        }

        byte[] memory = Memory(random);
        int size = SizeOf(definition, width);
        if (size == 8 && definition.Type.Resolved is EnumType { IsWide: false } or VariantType { HasPayloads: false })
        {
            // The value is passed as 32 bits, whatever its size in memory.
            memory.AsSpan(From + 4, size - 4).Clear();
        }

        memory.AsSpan(To, 4096).Fill(Untouched);
        bool[] carriers = new bool[size];
        bool isValue = Bytes.IsValue(definition.Type, width, memory.AsSpan(From, size), carriers);
        Assert.True(
            isValue == guest.Call("give_" + definition.Name, memory, From, To, Also),
            $"{definition.Name}: {Convert.ToHexString(memory.AsSpan(From, size))}");
        if (isValue)
        {
            AssertCopied(memory, carriers, From, To);
            AssertCopied(memory, carriers, From, Also);
        }
    }

    private static int SizeOf(TypeDefinition definition, PointerWidth width) => (int)Layout.Create(definition.Type, width).Size;

    private static void WriteAddress(Span<byte> place, int address, PointerWidth width)
    {
        place[..(int)width].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(place, address);
    }

    private static bool AreValues(TypeDefinition definition, PointerWidth width, byte[] memory, bool[] carriers)
    {
        int size = SizeOf(definition, width);
        return Enumerable.Range(0, Count).All(i =>
            Bytes.IsValue(definition.Type, width, memory.AsSpan(From + (i * size), size), carriers.AsSpan(i * size)));
    }

    /// <summary>Asserts that the bytes of the value equal the original, and that padding and the next byte are unchanged.</summary>
    private static void AssertCopied(byte[] memory, bool[] carriers, int from, int to)
    {
        for (int i = 0; i < carriers.Length; i++)
        {
            Assert.Equal(carriers[i] ? memory[from + i] : Untouched, memory[to + i]);
        }

        Assert.True(to is Also || memory[to + carriers.Length] is Untouched);
    }

    /// <summary>Fills memory with mostly small numbers, so that tags are often valid.</summary>
    private static byte[] Memory(Random random)
    {
        byte[] memory = new byte[8192];
        bool isSmall = random.Next(8) > 0;
        foreach (ref byte each in memory.AsSpan())
        {
            each = isSmall && random.Next(200) > 0 ? (byte)(random.Next(6) == 0 ? random.Next(3) : 0) : (byte)random.Next(256);
        }

        return memory;
    }
}
