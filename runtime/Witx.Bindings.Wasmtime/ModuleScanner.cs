using System;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime.Modules;

namespace Witx.Bindings.Wasmtime;

/// <summary>Refuses the modules whose imports and exports Wasmtime's C API cannot list without aborting the host process.</summary>
/// <remarks>
/// <see cref="Module"/> lists imports and exports when it is created. The C API describes numbers, <c>v128</c>, <c>funcref</c> and
/// <c>externref</c>, and tables of fewer than 2^32 elements; it aborts the process on every other type. A type that only the inside of a
/// module uses is not refused.
/// </remarks>
public static class ModuleScanner
{
    /// <summary>The version of the rules. A cache of compiled modules includes it in its key.</summary>
    public static int Version => 1;

    /// <summary>Scans a module before it is compiled, in time linear to its sections other than code and data.</summary>
    /// <param name="binary">The module in the binary format.</param>
    /// <exception cref="UnsupportedModuleException">
    /// The module imports or exports a type that the C API cannot describe, or the scanner cannot read the module.
    /// </exception>
    public static void Scan(ReadOnlySpan<byte> binary) => new ModuleScan().Run(binary);

    /// <summary>Compiles a module that passes <see cref="Scan"/>.</summary>
    /// <param name="engine">The engine that compiles the module.</param>
    /// <param name="name">The name of the module in messages.</param>
    /// <param name="code">The module in the binary or the text format.</param>
    /// <returns>The compiled module, for the caller to dispose.</returns>
    /// <exception cref="UnsupportedModuleException">The module is valid, but <see cref="Scan"/> refuses it.</exception>
    /// <exception cref="WasmtimeException">The module is not valid.</exception>
    public static Module Compile(Engine engine, string name, ReadOnlySpan<byte> code)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ReadOnlySpan<byte> binary = code.StartsWith("\0asm"u8) ? code
            : code.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'(' or (byte)';', ..] ? Module.ConvertText(Encoding.UTF8.GetString(code))
            : throw new WasmtimeException("The program is neither a WebAssembly binary nor WebAssembly text.");
        try
        {
            Scan(binary);
        }
        catch (UnsupportedModuleException refusal) when (refusal.Proposal is null)
        {
            // The engine explains an invalid module better than a scanner that stops at the first byte it does not know.
            if (Module.Validate(engine, binary) is { } error)
            {
                throw new WasmtimeException($"WebAssembly module '{name}' is not valid: {error}");
            }

            throw;
        }

        return Module.FromBytes(engine, name, binary);
    }
}
