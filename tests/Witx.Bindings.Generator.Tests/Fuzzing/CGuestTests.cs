using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Random interfaces with both sides generated: a guest in C passes random values to a host in C#, and both see the same members.
/// </summary>
public sealed class CGuestTests
{
    public static TheoryData<int, bool> Seeds => [.. Enumerable.Range(100, 12).Select(static seed => (seed, seed % 4 == 3))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Values_BetweenGeneratedSides_HaveTheSameMembers(int seed, bool isPre2021)
    {
        CGuest.SkipIfMissing();
        WitxDocument document = Resolve(RandomInterface.Make(seed, 10, isPre2021), out string text);
        using CGuest guest = new(RandomHost.Load(text, PointerWidth.Bits32), document, Write(document));
        Random random = new(seed);
        int values = 0;
        foreach (TypeDefinition type in CGuest.TypesOf(document))
        {
            for (int i = 0; i < 40; i++)
            {
                byte[] bytes = Value(type, random);
                if (bytes.Length > 0)
                {
                    ulong[] members = [.. MembersOf(type.Type, bytes)];
                    Assert.Equal([.. members, .. members], guest.Give(type, bytes));
                    values++;
                }
            }
        }

        Assert.True(values > 40, $"{values} values");
    }

    [Fact]
    public void Values_WithTwoFieldsSwapped_Differ()
    {
        CGuest.SkipIfMissing();
        WitxDocument document = Resolve(
            """
            (typename $errno (enum (@witx tag u16) $success $fault))
            (typename $t0 (record (field $f0 u32) (field $f1 u32)))
            (module $random (@interface func (export "give_t0") (param $x $t0) (result $r (expected (tuple $t0 $t0) (error $errno)))))
            """,
            out string text);
        string header = Write(document);
        string swapped = header.Replace("    uint32_t f0;\n    uint32_t f1;\n", "    uint32_t f1;\n    uint32_t f0;\n");
        Assert.NotEqual(header, swapped);

        // The header's own assertions find the mistake first.
        Exception error = Assert.ThrowsAny<Exception>(() => new CGuest(RandomHost.Load(text, PointerWidth.Bits32), document, swapped));
        Assert.Contains("offsetof", error.Message);

        string unchecked_ = string.Join('\n', swapped.Split('\n').Where(static line => !line.StartsWith("RANDOM_ASSERT_LAYOUT(")));
        using CGuest guest = new(RandomHost.Load(text, PointerWidth.Bits32), document, unchecked_);
        Assert.Equal([2, 1, 2, 1], guest.Give(document.Types[1], [1, 0, 0, 0, 2, 0, 0, 0]));
    }

    private static WitxDocument Resolve(string witx, out string text)
    {
        text = witx;
        WitxDocument document = WitxResolver.Resolve(
            WitxFile.Parse("random.witx", witx), new WitxFileSet([]), TestContext.Current.CancellationToken);
        Assert.Empty(document.Errors);
        return document;
    }

    private static string Write(WitxDocument document) =>
        GuestBindings.Write(document, GuestLanguage.C, new GuestBindingsOptions("random"));

    /// <summary>Returns bytes that are a value of a type; none if ten attempts fail.</summary>
    private static byte[] Value(TypeDefinition type, Random random)
    {
        Layout layout = Layout.Create(type.Type, PointerWidth.Bits32);
        for (int attempt = 0; attempt < 10; attempt++)
        {
            byte[] bytes = new byte[layout.Size];
            bool isSmall = random.Next(8) > 0;
            foreach (ref byte each in bytes.AsSpan())
            {
                each = isSmall && random.Next(20) > 0 ? (byte)(random.Next(4) == 0 ? random.Next(3) : 0) : (byte)random.Next(256);
            }

            if (type.Type.Resolved is EnumType { IsWide: false } or VariantType { HasPayloads: false } && bytes.Length is 8)
            {
                // The value is passed as 32 bits, whatever its size in memory.
                bytes.AsSpan(4).Clear();
            }

            if (Bytes.IsValue(type.Type, PointerWidth.Bits32, bytes, new bool[bytes.Length]))
            {
                return bytes;
            }
        }

        return [];
    }

    /// <summary>Returns the members of a value in the order in which the guest writes them down.</summary>
    private static IEnumerable<ulong> MembersOf(WitxType type, ReadOnlyMemory<byte> bytes)
    {
        Layout layout = Layout.Create(type, PointerWidth.Bits32);
        return type.Resolved switch
        {
            RecordType record => record.Fields.SelectMany((field, i) => MembersOf(field.Type, bytes[(int)layout.Offsets[i]..])),
            TupleType tuple => tuple.Items.SelectMany((item, i) => MembersOf(item, bytes[(int)layout.Offsets[i]..])),
            UntaggedUnionType union => MembersOf(union.Fields[0].Type, bytes),
            VariantType { HasPayloads: true } variant => MembersOfCase(layout, [.. variant.Cases.Select(static item => item.Type)], bytes),
            ExpectedType expected => MembersOfCase(layout, [expected.Ok, expected.Error], bytes),
            StringType or ListType => [Number(bytes[..4]), Number(bytes[4..8])],
            _ => [Number(bytes[..(int)layout.Size])],
        };
    }

    private static IEnumerable<ulong> MembersOfCase(Layout layout, WitxType?[] payloads, ReadOnlyMemory<byte> bytes)
    {
        ulong tag = Number(bytes[..(int)layout.TagSize]);
        return payloads[tag] is { } payload ? [tag, .. MembersOf(payload, bytes[(int)layout.PayloadOffset..])] : [tag];
    }

    private static ulong Number(ReadOnlyMemory<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes.Span.CopyTo(wide);
        return BinaryPrimitives.ReadUInt64LittleEndian(wide);
    }
}
