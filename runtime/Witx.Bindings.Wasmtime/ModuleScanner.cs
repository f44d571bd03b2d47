using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime.Modules;

namespace Witx.Bindings.Wasmtime;

/// <summary>Rejects modules whose imports or exports would make Wasmtime's C API abort the host process.</summary>
/// <remarks>
/// <see cref="Module"/> lists imports and exports when it is created. The C API can describe numbers, <c>v128</c>, <c>funcref</c>,
/// <c>externref</c> and tables of fewer than 2^32 elements. It aborts the process on all other types. A module may use those inside.
/// </remarks>
public static class ModuleScanner
{
    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    /// <summary>The version of the rules of <see cref="Scan"/>. Include it in the key of a cache of compiled modules.</summary>
    public static int Version => 1;

    /// <summary>Scans a module before it is compiled. The time is linear in the size of its sections other than code and data.</summary>
    /// <param name="binary">The module in the binary format.</param>
    /// <exception cref="UnsupportedModuleException">
    /// The module imports or exports a type that the C API cannot describe, or the scanner cannot read the module.
    /// </exception>
    public static void Scan(ReadOnlySpan<byte> binary) => new ModuleScan().Run(binary);

    /// <summary>Reads how large the tables that a module defines can become. Tables that it imports are not among them.</summary>
    /// <param name="code">
    /// A module in the binary or the text format, in a stream that can seek. Only the beginning of a binary is read.
    /// </param>
    /// <returns>The tables in the order of their definitions.</returns>
    /// <exception cref="UnsupportedModuleException">The scanner cannot read the module.</exception>
    /// <exception cref="WasmtimeException">The text is not a valid module.</exception>
    public static IReadOnlyList<TableLimits> ReadTables(Stream code)
    {
        ArgumentNullException.ThrowIfNull(code);
        long start = code.Position;
        byte[] header = new byte[8];
        if (code.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header.AsSpan().StartsWith(Magic))
        {
            return TableSection.Read(code);
        }

        code.Position = start;
        using StreamReader reader = new(code, Encoding.UTF8, leaveOpen: true);
        using MemoryStream binary = new(Module.ConvertText(reader.ReadToEnd()));
        binary.Position = header.Length;
        return TableSection.Read(binary);
    }

    /// <summary>Scans and compiles a module, in the binary or the text format.</summary>
    /// <param name="engine">The engine that compiles the module.</param>
    /// <param name="name">The name of the module in messages.</param>
    /// <param name="code">The module in the binary or the text format.</param>
    /// <returns>The compiled module, for the caller to dispose.</returns>
    /// <exception cref="UnsupportedModuleException">The module is valid, but <see cref="Scan"/> rejects it.</exception>
    /// <exception cref="WasmtimeException">The module is not valid.</exception>
    public static Module Compile(Engine engine, string name, ReadOnlySpan<byte> code)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ReadOnlySpan<byte> binary = code.StartsWith(Magic) ? code
            : code.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'(' or (byte)';', ..] ? Module.ConvertText(Encoding.UTF8.GetString(code))
            : throw new WasmtimeException("The program is neither a WebAssembly binary nor WebAssembly text.");
        try
        {
            Scan(binary);
        }
        catch (UnsupportedModuleException refusal) when (refusal.Proposal is null)
        {
            // The engine's message for an invalid module is better than that of the scanner, which stops at the first unknown byte.
            if (Module.Validate(engine, binary) is { } error)
            {
                throw new WasmtimeException($"WebAssembly module '{name}' is not valid: {error}");
            }

            throw;
        }

        return Module.FromBytes(engine, name, binary);
    }
}
