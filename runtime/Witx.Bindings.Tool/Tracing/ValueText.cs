using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats values in a guest's memory: strings in quotes, byte buffers by their length, records by their fields.</summary>
/// <param name="text">The text to append to.</param>
/// <param name="memory">The guest's memory.</param>
/// <param name="width">The width of the guest's addresses.</param>
internal readonly ref struct ValueText(StringBuilder text, GuestMemory memory, PointerWidth width)
{
    private const int MaxLength = 1024;
    private const ulong MaxElements = 16;
    private const ulong MaxBytes = 256;
    private const char More = '…';

    private readonly GuestMemory _memory = memory;

    /// <summary>Appends a list or a string.</summary>
    public void AppendList(WitxType type, ulong address, ulong count)
    {
        switch (type.Resolved)
        {
            case StringType:
                AppendString(address, count);
                break;
            case ListType { Element.Resolved: BuiltinType { Kind: BuiltinKind.U8 or BuiltinKind.Char8 } }:
                _ = text.Append(CultureInfo.InvariantCulture, $"[{count} bytes]");
                break;
            case ListType list:
                AppendElements(list.Element, address, count);
                break;
        }
    }

    /// <summary>Appends the value at an address, or the address itself if it is outside the memory.</summary>
    public void AppendAt(WitxType type, ulong address)
    {
        try
        {
            AppendValue(type, address);
        }
        catch (GuestFaultException)
        {
            _ = text.AppendAddress(address);
        }
    }

    private void AppendValue(WitxType type, ulong address)
    {
        Layout layout = Layout.Create(type, width);
        switch (type.Resolved)
        {
            case RecordType { Fields: [{ Type.Resolved: PointerType }, { Type.Resolved: BuiltinType } length] }:
                AppendAt(length.Type, address + layout.Offsets[1]);
                break;
            case RecordType record:
                AppendFields(record.Fields.Select((field, i) => (field, layout.Offsets[i])), address);
                break;
            case UntaggedUnionType union:
                AppendFields(union.Fields.Select(static field => (field, 0U)), address);
                break;
            case TupleType tuple:
                AppendSequence('(', ')', tuple.Items.Length, address, (i, start) => (tuple.Items[i], start + layout.Offsets[i]));
                break;
            case VariantType { HasPayloads: true } variant:
                ulong tag = Read(address, layout.TagSize);
                _ = text.AppendScalar(type, tag);
                AppendPayload(tag < (ulong)variant.Cases.Length ? variant.Cases[(int)tag].Type : null, address + layout.PayloadOffset);
                break;
            case ExpectedType expected:
                bool isOk = Read(address, layout.TagSize) is 0;
                _ = text.Append(isOk ? "ok" : "err");
                AppendPayload(isOk ? expected.Ok : expected.Error, address + layout.PayloadOffset);
                break;
            case ListType or StringType:
                AppendList(type, Read(address, (uint)width), Read(address + (uint)width, (uint)width));
                break;
            default:
                _ = text.AppendScalar(type, Read(address, layout.Size));
                break;
        }
    }

    private void AppendPayload(WitxType? type, ulong address)
    {
        if (type is not null)
        {
            _ = text.Append('(');
            AppendAt(type, address);
            _ = text.Append(')');
        }
    }

    private void AppendFields(IEnumerable<(Field Field, uint Offset)> fields, ulong address)
    {
        string separator = "{";
        foreach ((Field field, uint offset) in fields)
        {
            _ = text.Append(separator).Append(field.Name).Append('=');
            AppendAt(field.Type, address + offset);
            separator = ", ";
        }

        _ = text.Append('}');
    }

    private void AppendElements(WitxType element, ulong address, ulong count)
    {
        uint size = Layout.Create(element, width).Size;
        AppendSequence('[', ']', (int)Math.Min(count, MaxElements + 1), address, (i, start) => (element, start + ((ulong)i * size)));
    }

    private void AppendSequence(char open, char close, int count, ulong address, Func<int, ulong, (WitxType Type, ulong Address)> item)
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
            AppendAt(type, at);
        }

        _ = text.Append(close);
    }

    private void AppendString(ulong address, ulong count)
    {
        if (address > _memory.Length || count > _memory.Length - address)
        {
            _ = text.AppendAddress(address);
            return;
        }

        string value = Encoding.UTF8.GetString(_memory.Slice(address, Math.Min(count, MaxBytes)));
        _ = text.Append('"')
            .Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value))
            .Append('"')
            .Append(More, count > MaxBytes ? 1 : 0);
    }

    private ulong Read(ulong address, uint size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        bytes.Clear();
        _memory.Slice(address, size).CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
