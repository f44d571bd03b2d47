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
    private readonly List<TableLimits> _definedTables = [];
    private string _section = "header";

    /// <summary>The tables that the module defines. Imported tables are not among them.</summary>
    internal IReadOnlyList<TableLimits> DefinedTables => _definedTables;

    /// <summary>Scans a module in the binary format.</summary>
    internal void Run(ReadOnlySpan<byte> binary)
    {
        SectionReader module = new(_section, binary);
        if (!module.ReadBytes(8).SequenceEqual("\0asm\u0001\0\0\0"u8))
        {
            module.Fail("it is not the header of a WebAssembly core module, version 1");
        }

        while (!module.IsAtEnd)
        {
            byte id = module.ReadByte();
            ReadOnlySpan<byte> bytes = module.ReadBytes(module.ReadUInt32());
            switch (id)
            {
                case 1:
                    ReadSection("type", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.ReadRecursiveTypes(ref reader));
                    break;
                case 2:
                    ReadSection("import", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.ReadImport(ref reader));
                    break;
                case 3:
                    ReadSection(
                        "function",
                        bytes,
                        static (ModuleScan scan, ref SectionReader reader) => scan._functions.Add(reader.ReadUInt32()));
                    break;
                case 4:
                    ReadTables(bytes);
                    break;
                case 6:
                    ReadSection("global", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.ReadDefinedGlobal(ref reader));
                    break;
                case 7:
                    ReadSection("export", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.ReadExport(ref reader));
                    break;
                case 13:
                    ReadSection(
                        "tag",
                        bytes,
                        static (ModuleScan scan, ref SectionReader reader) => scan._tags.Add(TypeReader.ReadTag(ref reader)));
                    break;
                case 0 or 5 or 8 or 9 or 10 or 11 or 12:
                    // Custom, memory, start, element, code, data and data count: no type that is listed depends on them.
                    break;
                default:
                    module.Fail($"section id {id} is unknown");
                    break;
            }
        }
    }

    /// <summary>Reads the table section alone, so that <see cref="DefinedTables"/> is complete.</summary>
    /// <param name="bytes">The content of the section.</param>
    internal void ReadTables(ReadOnlySpan<byte> bytes) =>
        ReadSection("table", bytes, static (ModuleScan scan, ref SectionReader reader) => scan.ReadDefinedTable(ref reader));

    private delegate void ReadEntry(ModuleScan scan, ref SectionReader reader);

    private void ReadSection(string section, ReadOnlySpan<byte> bytes, ReadEntry entry)
    {
        _section = section;
        SectionReader reader = new(section, bytes);
        for (uint count = reader.ReadUInt32(); count > 0; count--)
        {
            entry(this, ref reader);
        }

        reader.ExpectEnd();
    }

    private void ReadRecursiveTypes(ref SectionReader reader)
    {
        byte form = reader.ReadByte();
        if (form != 0x4E) // rec
        {
            _types.Add(TypeReader.ReadSubType(form, ref reader));
            return;
        }

        for (uint count = reader.ReadUInt32(); count > 0; count--)
        {
            _types.Add(TypeReader.ReadSubType(reader.ReadByte(), ref reader));
        }
    }

    private void ReadImport(ref SectionReader reader)
    {
        ReadOnlySpan<byte> module = reader.ReadName();
        ReadOnlySpan<byte> name = reader.ReadName();
        byte kind = reader.ReadByte();
        string? proposal = null;
        switch (kind)
        {
            case 0:
                _functions.Add(reader.ReadUInt32());
                proposal = TypeAt(_functions[^1], ref reader);
                break;
            case 1:
                _tables.Add(TypeReader.ReadTable(reader.ReadByte(), ref reader, out _));
                proposal = _tables[^1];
                break;
            case 2:
                TypeReader.SkipMemory(ref reader);
                break;
            case 3:
                _globals.Add(TypeReader.ReadGlobal(ref reader));
                proposal = _globals[^1];
                break;
            case 4:
                _tags.Add(TypeReader.ReadTag(ref reader));
                proposal = TypeAt(_tags[^1], ref reader);
                break;
            default:
                reader.Fail($"import kind {kind} is unknown");
                break;
        }

        if (proposal is not null)
        {
            Reject($"import {Quote(module)} {Quote(name)}", proposal);
        }
    }

    private void ReadExport(ref SectionReader reader)
    {
        ReadOnlySpan<byte> name = reader.ReadName();
        byte kind = reader.ReadByte();
        uint index = reader.ReadUInt32();
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
                reader.Fail($"export kind {kind} is unknown");
                break;
        }

        if (proposal is not null)
        {
            Reject($"export {Quote(name)}", proposal);
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

    private void ReadDefinedTable(ref SectionReader reader)
    {
        byte type = reader.ReadByte();
        bool hasInitializer = type == 0x40;
        if (hasInitializer && reader.ReadByte() != 0)
        {
            reader.Fail("a table has an unknown form");
        }

        _tables.Add(TypeReader.ReadTable(hasInitializer ? reader.ReadByte() : type, ref reader, out TableLimits limits));
        _definedTables.Add(limits);
        if (hasInitializer)
        {
            ConstantExpression.Skip(ref reader);
        }
    }

    private void ReadDefinedGlobal(ref SectionReader reader)
    {
        _globals.Add(TypeReader.ReadGlobal(ref reader));
        ConstantExpression.Skip(ref reader);
    }

    private void Reject(string item, string proposal) => throw new UnsupportedModuleException(
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
