using System;
using System.Collections.Generic;
using System.IO;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>
/// Finds the table section of a module. Reads only the headers of the sections before it, so that no code is read.
/// </summary>
internal static class TableSection
{
    // Before it are the sections of types, imports and functions, and custom ones, whose identifier is 0.
    private const byte Id = 4;

    private const int MaxHeaderLength = 6;

    /// <summary>Reads the limits of the tables that a module defines.</summary>
    /// <param name="module">A stream that can seek, after the 8 bytes that each module begins with.</param>
    internal static IReadOnlyList<TableLimits> Read(Stream module)
    {
        ModuleScan scan = new();
        byte[] header = new byte[MaxHeaderLength];
        while (true)
        {
            long start = module.Position;
            int count = module.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (count == 0)
            {
                return scan.DefinedTables;
            }

            SectionReader reader = new("header", header.AsSpan(0, count));
            byte id = reader.ReadByte();
            if (id > Id)
            {
                return scan.DefinedTables;
            }

            uint length = reader.ReadUInt32();
            module.Position = start + reader.Position;
            if (length > module.Length - module.Position)
            {
                reader.Fail("it is truncated");
            }

            if (id == Id)
            {
                byte[] section = new byte[length];
                module.ReadExactly(section);
                scan.ReadTables(section);
                return scan.DefinedTables;
            }

            module.Position += length;
        }
    }
}
