using System;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>
/// Reads the types of a module. Methods return the proposal that makes a type impossible to list, or null if it can be listed.
/// </summary>
/// <remarks>The binary format is https://webassembly.github.io/spec/core/binary/types.html.</remarks>
internal static class TypeReader
{
    private const string Gc = "garbage collection";
    private const string References = "typed function references";
    private const string GcOrReferences = "garbage collection or typed function references";
    private const string Exceptions = "exception handling";
    private const string StackSwitching = "stack switching";
    private const string Memory64 = "64-bit memory";

    internal static string? SubType(byte form, ref SectionReader reader)
    {
        if (form is 0x4F or 0x50)
        {
            for (uint supertypes = reader.UInt32(); supertypes > 0; supertypes--)
            {
                _ = reader.UInt32();
            }

            form = reader.Byte();
        }

        switch (form)
        {
            case 0x60:
                string? parameters = ValueTypes(ref reader);
                string? results = ValueTypes(ref reader);
                return parameters ?? results;
            case 0x5F:
                for (uint fields = reader.UInt32(); fields > 0; fields--)
                {
                    Field(ref reader);
                }

                return Gc;
            case 0x5E:
                Field(ref reader);
                return Gc;
            default:
                reader.Fail($"type form 0x{form:x2} is not known");
                return null;
        }
    }

    internal static string? Table(byte type, ref SectionReader reader)
    {
        string? proposal = ValueType(type, ref reader);
        byte flags = reader.Byte();
        if (flags > 7)
        {
            reader.Fail($"table flags 0x{flags:x2} are not known");
        }

        bool is64Bit = (flags & 4) != 0;
        ulong minimum = is64Bit ? reader.UInt64() : reader.UInt32();
        ulong maximum = (flags & 1) == 0 ? 0 : is64Bit ? reader.UInt64() : reader.UInt32();
        return proposal ?? (Math.Max(minimum, maximum) > uint.MaxValue ? Memory64 : null);
    }

    internal static void SkipMemory(ref SectionReader reader)
    {
        byte flags = reader.Byte();
        if (flags > 15)
        {
            reader.Fail($"memory flags 0x{flags:x2} are not known");
        }

        _ = reader.UInt64();
        if ((flags & 1) != 0)
        {
            _ = reader.UInt64();
        }

        if ((flags & 8) != 0)
        {
            _ = reader.UInt32();
        }
    }

    internal static string? Global(ref SectionReader reader)
    {
        string? proposal = ValueType(reader.Byte(), ref reader);
        _ = reader.Byte();
        return proposal;
    }

    internal static uint Tag(ref SectionReader reader)
    {
        _ = reader.Byte();
        return reader.UInt32();
    }

    private static void Field(ref SectionReader reader)
    {
        byte type = reader.Byte();
        if (type is not (0x77 or 0x78))
        {
            _ = ValueType(type, ref reader);
        }

        _ = reader.Byte();
    }

    private static string? ValueTypes(ref SectionReader reader)
    {
        string? proposal = null;
        for (uint count = reader.UInt32(); count > 0; count--)
        {
            string? found = ValueType(reader.Byte(), ref reader);
            proposal ??= found;
        }

        return proposal;
    }

    private static string? ValueType(byte type, ref SectionReader reader)
    {
        switch (type)
        {
            case 0x7F or 0x7E or 0x7D or 0x7C or 0x7B:
            case 0x70 or 0x6F:
                return null;
            case 0x63:
                return HeapType(ref reader) is var nullable && nullable == References ? null : nullable;
            case 0x64:
                return HeapType(ref reader);
            default:
                return AbstractType(type, ref reader);
        }
    }

    private static string HeapType(ref SectionReader reader)
    {
        byte first = reader.Byte();
        if ((first & 0xC0) == 0x40)
        {
            return first is 0x70 or 0x6F ? References : AbstractType(first, ref reader);
        }

        if ((first & 0x80) != 0)
        {
            reader.SkipSigned();
        }

        return GcOrReferences;
    }

    private static string AbstractType(byte type, ref SectionReader reader)
    {
        switch (type)
        {
            case 0x6A or 0x6B or 0x6C or 0x6D or 0x6E or 0x71 or 0x72 or 0x73:
                return Gc;
            case 0x69 or 0x74:
                return Exceptions;
            case 0x68 or 0x75:
                return StackSwitching;
            default:
                reader.Fail($"value type 0x{type:x2} is not known");
                return "";
        }
    }
}
