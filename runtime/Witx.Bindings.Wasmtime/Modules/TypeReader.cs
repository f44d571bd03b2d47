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

    /// <summary>Reads a function, struct or array type.</summary>
    /// <param name="form">The first byte, which is already read.</param>
    /// <param name="reader">The reader, after the first byte.</param>
    internal static string? ReadSubType(byte form, ref SectionReader reader)
    {
        if (form is 0x4F or 0x50) // sub final, sub
        {
            for (uint supertypes = reader.ReadUInt32(); supertypes > 0; supertypes--)
            {
                _ = reader.ReadUInt32();
            }

            form = reader.ReadByte();
        }

        switch (form)
        {
            case 0x60: // func
                string? parameters = ReadValueTypes(ref reader);
                string? results = ReadValueTypes(ref reader);
                return parameters ?? results;
            case 0x5F: // struct
                for (uint fields = reader.ReadUInt32(); fields > 0; fields--)
                {
                    SkipField(ref reader);
                }

                return Gc;
            case 0x5E: // array
                SkipField(ref reader);
                return Gc;
            default:
                reader.Fail($"type form 0x{form:x2} is unknown");
                return null;
        }
    }

    /// <summary>Reads a table type.</summary>
    /// <param name="type">The first byte of the element type, which is already read.</param>
    /// <param name="reader">The reader, after the first byte.</param>
    /// <param name="limits">The size of the table.</param>
    internal static string? ReadTable(byte type, ref SectionReader reader, out TableLimits limits)
    {
        string? proposal = ReadValueType(type, ref reader);
        byte flags = reader.ReadByte();
        if (flags > 7)
        {
            reader.Fail($"table flags 0x{flags:x2} are unknown");
        }

        bool is64Bit = (flags & 4) != 0;
        ulong minimum = is64Bit ? reader.ReadUInt64() : reader.ReadUInt32();
        ulong? maximum = (flags & 1) == 0 ? null : is64Bit ? reader.ReadUInt64() : reader.ReadUInt32();
        limits = new TableLimits(minimum, maximum);
        return proposal ?? (Math.Max(minimum, maximum ?? 0) > uint.MaxValue ? Memory64 : null);
    }

    internal static void SkipMemory(ref SectionReader reader)
    {
        byte flags = reader.ReadByte();
        if (flags > 15)
        {
            reader.Fail($"memory flags 0x{flags:x2} are unknown");
        }

        _ = reader.ReadUInt64();
        if ((flags & 1) != 0)
        {
            _ = reader.ReadUInt64();
        }

        if ((flags & 8) != 0)
        {
            _ = reader.ReadUInt32();
        }
    }

    /// <summary>Reads a global type.</summary>
    internal static string? ReadGlobal(ref SectionReader reader)
    {
        string? proposal = ReadValueType(reader.ReadByte(), ref reader);
        _ = reader.ReadByte();
        return proposal;
    }

    /// <summary>Reads a tag and returns the index of its function type.</summary>
    internal static uint ReadTag(ref SectionReader reader)
    {
        _ = reader.ReadByte();
        return reader.ReadUInt32();
    }

    private static void SkipField(ref SectionReader reader)
    {
        byte type = reader.ReadByte();
        if (type is not (0x77 or 0x78)) // i16, i8
        {
            _ = ReadValueType(type, ref reader);
        }

        _ = reader.ReadByte();
    }

    private static string? ReadValueTypes(ref SectionReader reader)
    {
        string? proposal = null;
        for (uint count = reader.ReadUInt32(); count > 0; count--)
        {
            string? found = ReadValueType(reader.ReadByte(), ref reader);
            proposal ??= found;
        }

        return proposal;
    }

    private static string? ReadValueType(byte type, ref SectionReader reader)
    {
        switch (type)
        {
            case 0x7F or 0x7E or 0x7D or 0x7C or 0x7B: // i32, i64, f32, f64, v128
            case 0x70 or 0x6F: // funcref, externref
                return null;
            case 0x63: // ref null: with func and extern it is the same type as funcref and externref.
                return ReadHeapType(ref reader) is var nullable && nullable == References ? null : nullable;
            case 0x64: // ref
                return ReadHeapType(ref reader);
            default:
                return ReadAbstractType(type, ref reader);
        }
    }

    private static string ReadHeapType(ref SectionReader reader)
    {
        // One byte of a negative LEB128 number is an abstract type. Other numbers are the index of a type.
        byte first = reader.ReadByte();
        if ((first & 0xC0) == 0x40)
        {
            return first is 0x70 or 0x6F ? References : ReadAbstractType(first, ref reader);
        }

        if ((first & 0x80) != 0)
        {
            reader.SkipSigned();
        }

        return GcOrReferences;
    }

    private static string ReadAbstractType(byte type, ref SectionReader reader)
    {
        switch (type)
        {
            case 0x6A or 0x6B or 0x6C or 0x6D or 0x6E: // array, struct, i31, eq, any
            case 0x71 or 0x72 or 0x73: // none, noextern, nofunc
                return Gc;
            case 0x69 or 0x74: // exn, noexn
                return Exceptions;
            case 0x68 or 0x75: // cont, nocont
                return StackSwitching;
            default:
                reader.Fail($"value type 0x{type:x2} is unknown");
                return "";
        }
    }
}
