using System;
using System.Collections.Generic;
using System.IO;

namespace Witx.Bindings.Wasmtime.Modules;

/// <summary>
/// Finds the table section of a module. Reads only the headers of the sections before it, so that no code is read.
/// </summary>
internal static class TableSection
{
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
            uint length = reader.ReadUInt32();
            module.Position = start + reader.Position;
            switch (id)
            {
                case 4:
                    if (length > module.Length - module.Position)
                    {
                        reader.Fail("it is truncated");
                    }

                    byte[] section = new byte[length];
                    module.ReadExactly(section);
                    scan.ReadTables(section);
                    return scan.DefinedTables;
                case <= 3:
                    // Custom, type, import and function. Other sections come after that of the tables.
                    module.Position += length;
                    break;
                default:
                    return scan.DefinedTables;
            }
        }
    }
}
