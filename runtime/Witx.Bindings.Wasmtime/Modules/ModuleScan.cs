using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>
/// One scan of a module. Lists grow with the entries that were read, so that a false count in the module allocates nothing.
/// </summary>
/// <remarks>
/// The binary format is https://webassembly.github.io/spec/core/binary/modules.html. For each type, table, global and tag the scan keeps
/// the proposal that makes it impossible to list, or null: see <see cref="TypeReader"/>.
/// </remarks>
internal sealed class ModuleScan
{
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
                    Read("tag", bytes, static (ModuleScan scan, ref SectionReader reader) => scan._tags.Add(TypeReader.Tag(ref reader)));
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
            _types.Add(TypeReader.SubType(form, ref reader));
            return;
        }

        for (uint count = reader.UInt32(); count > 0; count--)
        {
            _types.Add(TypeReader.SubType(reader.Byte(), ref reader));
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
                _tables.Add(TypeReader.Table(reader.Byte(), ref reader));
                proposal = _tables[^1];
                break;
            case 2:
                TypeReader.SkipMemory(ref reader);
                break;
            case 3:
                _globals.Add(TypeReader.Global(ref reader));
                proposal = _globals[^1];
                break;
            case 4:
                _tags.Add(TypeReader.Tag(ref reader));
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
            _tables.Add(TypeReader.Table(type, ref reader));
            return;
        }

        if (reader.Byte() != 0)
        {
            reader.Fail("a table has an unknown form");
        }

        _tables.Add(TypeReader.Table(reader.Byte(), ref reader));
        ConstantExpression.Skip(ref reader);
    }

    private void DefinedGlobal(ref SectionReader reader)
    {
        _globals.Add(TypeReader.Global(ref reader));
        ConstantExpression.Skip(ref reader);
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
        return name.Length <= MaxLength && !name.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            ? $"'{Encoding.ASCII.GetString(name)}'"
            : "(unprintable name)";
    }
}
