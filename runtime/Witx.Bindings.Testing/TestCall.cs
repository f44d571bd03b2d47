using System;
using System.Buffers.Binary;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Witx.Bindings.Glue;

namespace Witx.Bindings.Testing;

/// <summary>The arguments of one call: their slots, and the memory that they refer to.</summary>
internal sealed class TestCall(HostFunction function, TestMemory memory)
{
    private readonly byte[] _slots = new byte[function.Signature.Parameters.Length * HostValues.SlotSize];
    private readonly List<(IList Values, WitxParameter Parameter, ulong Address, byte[] Before)> _lists = [];

    internal HostValues Arguments => new(_slots);

    /// <summary>Writes an argument.</summary>
    internal void Write(WitxParameter parameter, object? argument)
    {
        switch (parameter.Passing)
        {
            case var _ when argument is GuestAddress raw:
                WriteAddress(parameter, raw.Address, raw.Count);
                break;
            case WitxPassing.Value:
                WriteValue(parameter, argument);
                break;
            case WitxPassing.String:
                byte[] text = argument switch
                {
                    string value => Encoding.UTF8.GetBytes(value),
                    byte[] bytes => bytes,
                    _ => throw Mismatch(parameter, argument, "a string, or a byte array"),
                };
                WriteAddress(parameter, Allocate(parameter.Name, text, 1), (ulong)text.Length);
                break;
            case WitxPassing.Record:
                WriteList(parameter, new[] { argument });
                break;
            case WitxPassing.Pointer when argument is not IList:
                WriteList(parameter, new[] { argument });
                break;
            case var _ when argument is IList list:
                WriteList(parameter, list);
                break;
            default:
                throw Mismatch(parameter, argument, $"an array of '{parameter.Codec.Type}'");
        }
    }

    /// <summary>Allocates the memory of an output. The value of a result that can fail has the name of the result, or none.</summary>
    internal void WriteOutput(WitxParameter output, WitxResult result)
    {
        string name = output.Name.Length == 0 || output.Name == result.Name ? "result" : output.Name;
        WriteAddress(output, memory.Allocate(name, output.Codec.Size, output.Codec.Alignment), 0);
    }

    /// <summary>Writes the elements that the host changed back to their arrays.</summary>
    internal void ReadBack()
    {
        foreach ((IList values, WitxParameter parameter, ulong address, byte[] before) in _lists)
        {
            int size = parameter.Codec.Size;
            ReadOnlySpan<byte> after = memory.View.Slice(address, (ulong)before.Length);
            for (int i = 0; i < values.Count; i++)
            {
                ReadOnlySpan<byte> element = after.Slice(i * size, size);
                if (values[i] is not string && !element.SequenceEqual(before.AsSpan(i * size, size)))
                {
                    values[i] = parameter.Codec.Read(element);
                }
            }
        }
    }

    private void WriteList(WitxParameter parameter, IList values)
    {
        GuestCodec codec = parameter.Codec;
        byte[] bytes = new byte[values.Count * codec.Size];
        for (int i = 0; i < values.Count; i++)
        {
            object value = ToElement(parameter, values[i]);
            codec.Write(bytes.AsSpan(i * codec.Size), value);
        }

        ulong address = Allocate(parameter.Name, bytes, codec.Alignment);
        _lists.Add((values, parameter, address, bytes));
        WriteAddress(parameter, address, (ulong)values.Count);
    }

    /// <summary>Converts an element. A text in a list of strings is allocated, and its range is the element.</summary>
    private object ToElement(WitxParameter parameter, object? value)
    {
        if (parameter.Codec.Type == typeof(GuestRange<byte>) && value is string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return new GuestRange<byte>(Allocate(parameter.Name, bytes, 1), (ulong)bytes.Length);
        }

        return Convert(parameter, value);
    }

    private static object Convert(WitxParameter parameter, object? value)
    {
        Type type = parameter.Codec.Type;
        if (value is not null && value.GetType() == type)
        {
            return value;
        }

        // An integer literal in a test is an int, even if the parameter has another number type.
        return value is int number && type.IsPrimitive && type != typeof(bool)
            ? System.Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
            : throw Mismatch(parameter, value, $"a '{type}'");
    }

    private static ArgumentException Mismatch(WitxParameter parameter, object? argument, string wanted) =>
        new($"Parameter '{parameter.Name}' takes {wanted}, but the argument is '{argument?.GetType().ToString() ?? "null"}'.");

    private ulong Allocate(string name, byte[] bytes, int alignment)
    {
        ulong address = memory.Allocate(name, bytes.Length, alignment);
        bytes.CopyTo(memory.View.Slice(address, (ulong)bytes.Length));
        return address;
    }

    private void WriteValue(WitxParameter parameter, object? argument)
    {
        object value = Convert(parameter, argument);
        Span<byte> slot = GetSlot(parameter.Slot);
        switch (value)
        {
            case sbyte small:
                BinaryPrimitives.WriteInt32LittleEndian(slot, small);
                break;
            case short small:
                BinaryPrimitives.WriteInt32LittleEndian(slot, small);
                break;
            default:
                parameter.Codec.Write(slot, value);
                break;
        }
    }

    private void WriteAddress(WitxParameter parameter, ulong address, ulong count)
    {
        WriteNumber(parameter.Slot, address);
        if (parameter.Passing is WitxPassing.List or WitxPassing.String)
        {
            WriteNumber(parameter.Slot + 1, count);
        }
    }

    private void WriteNumber(int index, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(GetSlot(index), value);

    private Span<byte> GetSlot(int index) => _slots.AsSpan(index * HostValues.SlotSize, HostValues.SlotSize);
}
