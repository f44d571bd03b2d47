using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>One scan of a module. Lists grow with the entries that were read, never with a count that the module states.</summary>
/// <remarks>
/// The binary format is https://webassembly.github.io/spec/core/binary/modules.html. For each type, table, global and tag the scan keeps the
/// proposal that makes it impossible to list, or null.
/// </remarks>
internal sealed class ModuleScan
{
    private const string Gc = "garbage collection";
    private const string References = "typed function references";
    private const string GcOrReferences = "garbage collection or typed function references";
    private const string Exceptions = "exception handling";
    private const string StackSwitching = "stack switching";
    private const string Memory64 = "64-bit memory";

    private readonly List<string?> _types = [];
    private readonly List<uint> _functions = [];
    private readonly List<string?> _tables = [];
    private readonly List<string?> _globals = [];
    private readonly List<uint> _tags = [];
    private string _section = "header";

    /// <summary>Scans a module in the binary format.</summary>
    internal void Run(ReadOnlySpan<byte> binary)
    {
        SectionReader module = new(_section, binary);
        if (!module.Bytes(8).SequenceEqual("\0asm\u0001\0\0\0"u8))
        {
            module.Fail("it is not the header of a core module of version 1");
        }

        while (!module.IsAtEnd)
        {
            byte id = module.Byte();
            ReadOnlySpan<byte> bytes = module.Bytes(module.UInt32());
            switch (id)
            {
                case 1:
                    Read("type", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.RecursiveTypes(ref reader));
                    break;
                case 2:
                    Read("import", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.Import(ref reader));
                    break;
                case 3:
                    Read("function", bytes, static (ModuleScan scan, ref SectionReader reader) => scan._functions.Add(reader.UInt32()));
                    break;
                case 4:
                    Read("table", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.DefinedTable(ref reader));
                    break;
                case 6:
                    Read("global", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.DefinedGlobal(ref reader));
                    break;
                case 7:
                    Read("export", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.Export(ref reader));
                    break;
                case 13:
                    Read("tag", bytes, static (ModuleScan scan, ref SectionReader reader) => scan._tags.Add(Tag(ref reader)));
                    break;
                case 0 or 5 or 8 or 9 or 10 or 11 or 12:
                    // Custom, memory, start, element, code, data and data count: no type that is listed depends on them.
                    break;
                default:
                    module.Fail($"section {id} is not known");
                    break;
            }
        }
    }

    private delegate void ReadEntry(ModuleScan scan, ref SectionReader reader);

    private void Read(string section, ReadOnlySpan<byte> bytes, ReadEntry entry)
    {
        _section = section;
        SectionReader reader = new(section, bytes);
        for (uint count = reader.UInt32(); count > 0; count--)
        {
            entry(this, ref reader);
        }

        reader.ExpectEnd();
    }

    private void RecursiveTypes(ref SectionReader reader)
    {
        byte form = reader.Byte();
        if (form != 0x4E)
        {
            SubType(form, ref reader);
            return;
        }

        for (uint count = reader.UInt32(); count > 0; count--)
        {
            SubType(reader.Byte(), ref reader);
        }
    }

    private void SubType(byte form, ref SectionReader reader)
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
                _types.Add(parameters ?? ValueTypes(ref reader));
                if (parameters is not null)
                {
                    _ = ValueTypes(ref reader);
                }

                break;
            case 0x5F:
                for (uint fields = reader.UInt32(); fields > 0; fields--)
                {
                    Field(ref reader);
                }

                _types.Add(Gc);
                break;
            case 0x5E:
                Field(ref reader);
                _types.Add(Gc);
                break;
            default:
                reader.Fail($"type form 0x{form:x2} is not known");
                break;
        }
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

    private void Import(ref SectionReader reader)
    {
        ReadOnlySpan<byte> module = reader.Name();
        ReadOnlySpan<byte> name = reader.Name();
        byte kind = reader.Byte();
        string? proposal = null;
        switch (kind)
        {
            case 0:
                _functions.Add(reader.UInt32());
                proposal = TypeAt(_functions[^1], ref reader);
                break;
            case 1:
                _tables.Add(Table(reader.Byte(), ref reader));
                proposal = _tables[^1];
                break;
            case 2:
                SkipMemory(ref reader);
                break;
            case 3:
                _globals.Add(Global(ref reader));
                proposal = _globals[^1];
                break;
            case 4:
                _tags.Add(Tag(ref reader));
                proposal = TypeAt(_tags[^1], ref reader);
                break;
            default:
                reader.Fail($"import kind {kind} is not known");
                break;
        }

        if (proposal is not null)
        {
            Refuse($"import {Quote(module)} {Quote(name)}", proposal);
        }
    }

    private void Export(ref SectionReader reader)
    {
        ReadOnlySpan<byte> name = reader.Name();
        byte kind = reader.Byte();
        uint index = reader.UInt32();
        string? proposal = null;
        switch (kind)
        {
            case 0:
                proposal = TypeAt(At(_functions, index, ref reader), ref reader);
                break;
            case 1:
                proposal = At(_tables, index, ref reader);
                break;
            case 2:
                break;
            case 3:
                proposal = At(_globals, index, ref reader);
                break;
            case 4:
                proposal = TypeAt(At(_tags, index, ref reader), ref reader);
                break;
            default:
                reader.Fail($"export kind {kind} is not known");
                break;
        }

        if (proposal is not null)
        {
            Refuse($"export {Quote(name)}", proposal);
        }
    }

    private string? TypeAt(uint index, ref SectionReader reader) => At(_types, index, ref reader);

    private static T At<T>(List<T> items, uint index, ref SectionReader reader)
    {
        if (index >= (uint)items.Count)
        {
            reader.Fail($"index {index} is out of range");
        }

        return items[(int)index];
    }

    private void DefinedTable(ref SectionReader reader)
    {
        byte type = reader.Byte();
        if (type != 0x40)
        {
            _tables.Add(Table(type, ref reader));
            return;
        }

        if (reader.Byte() != 0)
        {
            reader.Fail("a table has an unknown form");
        }

        _tables.Add(Table(reader.Byte(), ref reader));
        SkipExpression(ref reader);
    }

    private static string? Table(byte type, ref SectionReader reader)
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

    private static void SkipMemory(ref SectionReader reader)
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

    private void DefinedGlobal(ref SectionReader reader)
    {
        _globals.Add(Global(ref reader));
        SkipExpression(ref reader);
    }

    private static string? Global(ref SectionReader reader)
    {
        string? proposal = ValueType(reader.Byte(), ref reader);
        _ = reader.Byte();
        return proposal;
    }

    private static uint Tag(ref SectionReader reader)
    {
        _ = reader.Byte();
        return reader.UInt32();
    }

    /// <summary>Skips a constant expression: https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions.</summary>
    private static void SkipExpression(ref SectionReader reader)
    {
        while (true)
        {
            byte opcode = reader.Byte();
            switch (opcode)
            {
                case 0x0B:
                    return;
                case 0x41 or 0x42 or 0x23 or 0xD2:
                case 0xD0:
                    reader.SkipSigned();
                    break;
                case 0x43:
                    _ = reader.Bytes(sizeof(float));
                    break;
                case 0x44:
                    _ = reader.Bytes(sizeof(double));
                    break;
                case 0x6A or 0x6B or 0x6C or 0x7C or 0x7D or 0x7E:
                    break;
                case 0xFB:
                    SkipGcOperands(ref reader);
                    break;
                case 0xFD when reader.UInt32() == 12:
                    _ = reader.Bytes(16);
                    break;
                default:
                    reader.Fail($"instruction 0x{opcode:x2} is not a known constant instruction");
                    break;
            }
        }
    }

    private static void SkipGcOperands(ref SectionReader reader)
    {
        uint opcode = reader.UInt32();
        switch (opcode)
        {
            case 0 or 1 or 6 or 7:
                _ = reader.UInt32();
                break;
            case 8:
                _ = reader.UInt32();
                _ = reader.UInt32();
                break;
            case 26 or 27 or 28:
                break;
            default:
                reader.Fail($"instruction 0xfb {opcode} is not a known constant instruction");
                break;
        }
    }

    private void Refuse(string item, string proposal) => throw new UnsupportedModuleException(
        _section,
        proposal,
        $"The {_section} section of the module cannot be listed: {item} has a type of the proposal '{proposal}'. "
            + "Imports and exports may use numbers, v128, funcref, externref, and tables of fewer than 2^32 elements.");

    /// <summary>Quotes a short name of printable ASCII. Messages carry no other text from a module.</summary>
    private static string Quote(ReadOnlySpan<byte> name)
    {
        const int MaxLength = 64;
        return name.Length <= MaxLength && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? $"'{Encoding.ASCII.GetString(name)}'" : "(unprintable name)";
    }
}
