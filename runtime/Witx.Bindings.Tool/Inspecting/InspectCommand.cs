using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary><c>witx inspect MODULE</c>: lists what a module imports and exports, and which imports WASI does not offer.</summary>
internal sealed class InspectCommand : Command
{
    private readonly Argument<string> _module = new("MODULE")
    {
        Description = "A WebAssembly module in the binary or the text format. It is compiled, but not run.",
    };

    public InspectCommand(ToolContext context)
        : base("inspect", "Lists the imports and exports of a module with their types. Exit code 1 if WASI does not offer an import.")
    {
        Add(_module);
        SetAction(parsed => Run(parsed.GetRequiredValue(_module), context));
    }

    private static int Run(string path, ToolContext context)
    {
        try
        {
            using Engine engine = new(new Config().WithWasmThreads(true).WithSharedMemory(true));
            using Module module = ModuleScanner.Compile(engine, Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
            return Print(engine, module, context);
        }
        catch (Exception e) when (e is WasmtimeException or UnsupportedModuleException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot inspect '{path}': {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static int Print(Engine engine, Module module, ToolContext context)
    {
        string[] missing = FindMissing(engine, module);
        foreach (IGrouping<string, Import> imports in module.Imports.GroupBy(static import => import.ModuleName))
        {
            context.Out.WriteLine($"imports from {imports.Key}");
            foreach (Import import in imports)
            {
                context.Out.WriteLine($"  {import.Name}{FormatType(import)}");
            }
        }

        context.Out.WriteLine("exports");
        foreach (Export export in module.Exports)
        {
            context.Out.WriteLine($"  {export.Name}{FormatType(export)}");
        }

        foreach (string import in missing)
        {
            context.Out.WriteLine($"missing: {import}");
        }

        return missing.Length > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Returns a line for each function that WASI does not offer. Memories are created for the program.</summary>
    private static string[] FindMissing(Engine engine, Module module)
    {
        using WasiProcess process = new(new WasiOptions());
        try
        {
            using PreparedModule prepared = new HostImports().AddWasi(process).Prepare(engine, module);
            return [];
        }
        catch (UnresolvedImportsException unresolved)
        {
            HashSet<string> functions =
            [
                .. module.Imports.OfType<FunctionImport>().Select(static import => $"{import.ModuleName}.{import.Name}:"),
            ];
            return [.. unresolved.Imports.Where(line => functions.Any(name => line.StartsWith(name, StringComparison.Ordinal)))];
        }
    }

    private static string FormatType(Import import) => import switch
    {
        FunctionImport function => FormatType(function.Parameters, function.Results),
        MemoryImport memory => $": memory of {memory.Minimum} to {memory.Maximum} pages",
        TableImport => ": table",
        GlobalImport => ": global",
        _ => "",
    };

    private static string FormatType(Export export) => export switch
    {
        FunctionExport function => FormatType(function.Parameters, function.Results),
        MemoryExport memory => $": memory of {memory.Minimum} pages and more",
        TableExport => ": table",
        GlobalExport => ": global",
        _ => "",
    };

    private static string FormatType(IEnumerable<ValueKind> parameters, IEnumerable<ValueKind> results) =>
        $"({FormatKinds(parameters)}) -> ({FormatKinds(results)})";

    private static string FormatKinds(IEnumerable<ValueKind> kinds) => string.Join(", ", kinds.Select(static kind => kind switch
    {
        ValueKind.Int32 => "i32",
        ValueKind.Int64 => "i64",
        ValueKind.Float32 => "f32",
        ValueKind.Float64 => "f64",
        _ => kind.ToString().ToLowerInvariant(),
    }));
}
