using System;
using System.Buffers.Binary;
using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Decides without generated code whether bytes are a value of a type, and which bytes are not padding.</summary>
internal static class Bytes
{
    /// <summary>True if bytes are a value of a type. Marks the bytes that are not padding.</summary>
    public static bool IsValue(WitxType type, PointerWidth width, ReadOnlySpan<byte> bytes, Span<bool> carriers)
    {
        Layout layout = Layout.Create(type, width);
        switch (type.Resolved)
        {
            case RecordType record:
                for (int i = 0; i < record.Fields.Length; i++)
                {
                    if (!IsValue(record.Fields[i].Type, width, bytes[(int)layout.Offsets[i]..], carriers[(int)layout.Offsets[i]..]))
                    {
                        return false;
                    }
                }

                return true;
            case TupleType tuple:
                for (int i = 0; i < tuple.Items.Length; i++)
                {
                    if (!IsValue(tuple.Items[i], width, bytes[(int)layout.Offsets[i]..], carriers[(int)layout.Offsets[i]..]))
                    {
                        return false;
                    }
                }

                return true;
            case VariantType variant:
                return IsCase((int)variant.TagRepr, [.. Payloads(variant)], layout, width, bytes, carriers);
            case ExpectedType expected:
                return IsCase(4, [expected.Ok, expected.Error], layout, width, bytes, carriers);
            default:
                carriers[..(int)layout.Size].Fill(true);
                ulong value = Number(bytes, (int)Math.Min(layout.Size, 8));
                return type.Resolved switch
                {
                    EnumType e => value < (ulong)e.Members.Length,
                    FlagsType flags => flags.Members.Length == 64 || value >> flags.Members.Length == 0,
                    BoolType => value < 2,
                    BuiltinType { Kind: BuiltinKind.Char } => Rune.IsValid((uint)value),
                    _ => true,
                };
        }
    }

    private static bool IsCase(
        int tagSize, WitxType?[] payloads, Layout layout, PointerWidth width, ReadOnlySpan<byte> bytes, Span<bool> carriers)
    {
        carriers[..tagSize].Fill(true);
        ulong tag = Number(bytes, tagSize);
        return tag < (ulong)payloads.Length
            && (
                payloads[tag] is not { } payload
                    || IsValue(payload, width, bytes[(int)layout.PayloadOffset..], carriers[(int)layout.PayloadOffset..]));
    }

    private static WitxType?[] Payloads(VariantType variant) => Array.ConvertAll([.. variant.Cases], static item => item.Type);

    private static ulong Number(ReadOnlySpan<byte> bytes, int size)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes[..size].CopyTo(wide);
        return BinaryPrimitives.ReadUInt64LittleEndian(wide);
    }
}
