using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Values in a guest's memory, as people read them: strings in quotes, buffers by their length.</summary>
/// <param name="text">Where they go.</param>
/// <param name="memory">The guest's memory.</param>
/// <param name="width">The width of its addresses.</param>
internal readonly ref struct ValueText(StringBuilder text, GuestMemory memory, PointerWidth width)
{
    private const int MaxLength = 1024;
    private const ulong MaxElements = 16;
    private const ulong MaxBytes = 256;
    private const char More = '…';

    private readonly GuestMemory _memory = memory;

    /// <summary>A list or a string.</summary>
    public void List(WitxType type, ulong address, ulong count)
    {
        switch (type.Resolved)
        {
            case StringType:
                String(address, count);
                break;
            case ListType { Element.Resolved: BuiltinType { Kind: BuiltinKind.U8 or BuiltinKind.Char8 } }:
                _ = text.Append(CultureInfo.InvariantCulture, $"[{count} bytes]");
                break;
            case ListType list:
                Elements(list.Element, address, count);
                break;
        }
    }

    /// <summary>The value of a type at an address; the address itself where no memory is.</summary>
    public void At(WitxType type, ulong address)
    {
        try
        {
            Value(type, address);
        }
        catch (GuestFaultException)
        {
            _ = text.AppendAddress(address);
        }
    }

    private void Value(WitxType type, ulong address)
    {
        Layout layout = Layout.Create(type, width);
        switch (type.Resolved)
        {
            case RecordType { Fields: [{ Type.Resolved: PointerType }, { Type.Resolved: BuiltinType } length] }:
                At(length.Type, address + layout.Offsets[1]);
                break;
            case RecordType record:
                Fields(record.Fields.Select((field, i) => (field, layout.Offsets[i])), address);
                break;
            case UntaggedUnionType union:
                Fields(union.Fields.Select(static field => (field, 0U)), address);
                break;
            case TupleType tuple:
                Sequence('(', ')', tuple.Items.Length, address, (i, start) => (tuple.Items[i], start + layout.Offsets[i]));
                break;
            case VariantType { HasPayloads: true } variant:
                ulong tag = Read(address, layout.TagSize);
                _ = text.AppendScalar(type, tag);
                Payload(tag < (ulong)variant.Cases.Length ? variant.Cases[(int)tag].Type : null, address + layout.PayloadOffset);
                break;
            case ExpectedType expected:
                bool isOk = Read(address, layout.TagSize) is 0;
                _ = text.Append(isOk ? "ok" : "err");
                Payload(isOk ? expected.Ok : expected.Error, address + layout.PayloadOffset);
                break;
            case ListType or StringType:
                List(type, Read(address, (uint)width), Read(address + (uint)width, (uint)width));
                break;
            default:
                _ = text.AppendScalar(type, Read(address, layout.Size));
                break;
        }
    }

    private void Payload(WitxType? type, ulong address)
    {
        if (type is not null)
        {
            _ = text.Append('(');
            At(type, address);
            _ = text.Append(')');
        }
    }

    private void Fields(IEnumerable<(Field Field, uint Offset)> fields, ulong address)
    {
        string separator = "{";
        foreach ((Field field, uint offset) in fields)
        {
            _ = text.Append(separator).Append(field.Name).Append('=');
            At(field.Type, address + offset);
            separator = ", ";
        }

        _ = text.Append('}');
    }

    private void Elements(WitxType element, ulong address, ulong count)
    {
        uint size = Layout.Create(element, width).Size;
        Sequence('[', ']', (int)Math.Min(count, MaxElements + 1), address, (i, start) => (element, start + ((ulong)i * size)));
    }

    private void Sequence(char open, char close, int count, ulong address, Func<int, ulong, (WitxType Type, ulong Address)> item)
    {
        _ = text.Append(open);
        for (int i = 0; i < count; i++)
        {
            _ = text.Append(i is 0 ? "" : ", ");
            if (i >= (int)MaxElements || text.Length > MaxLength)
            {
                _ = text.Append(More);
                break;
            }

            (WitxType type, ulong at) = item(i, address);
            At(type, at);
        }

        _ = text.Append(close);
    }

    private void String(ulong address, ulong count)
    {
        if (address > _memory.Length || count > _memory.Length - address)
        {
            _ = text.AppendAddress(address);
            return;
        }

        string value = Encoding.UTF8.GetString(_memory.Slice(address, Math.Min(count, MaxBytes)));
        _ = text.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)).Append('"').Append(More, count > MaxBytes ? 1 : 0);
    }

    private ulong Read(ulong address, uint size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        _memory.Slice(address, size).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
