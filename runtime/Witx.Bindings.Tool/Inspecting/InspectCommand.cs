using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>
/// <c>witx inspect MODULE</c>: lists the imports of a module and who offers them, its exports, the proposals it uses, the parts of a host
/// it could use, and the imports that WASI does not offer.
/// </summary>
internal sealed class InspectCommand : Command
{
    private readonly Argument<string> _module = new("MODULE")
    {
        Description = "A WebAssembly module in the binary or the text format. It is compiled, but not run.",
    };

    public InspectCommand(ToolContext context)
        : base("inspect", "Lists imports, exports and needs of a module. Exit code 1 if WASI does not offer an import.")
    {
        Add(_module);
        SetAction(parsed => Run(parsed.GetRequiredValue(_module), context));
    }

    private static int Run(string path, ToolContext context)
    {
        try
        {
            using Engine engine = new(new Config().WithWasmThreads(true).WithSharedMemory(true));
            byte[] bytes = File.ReadAllBytes(path);
            using Module module = ModuleScanner.Compile(engine, Path.GetFileNameWithoutExtension(path), bytes);
            return Print(engine, module, ModuleProposals.Find(ToBinary(bytes)), context.Out);
        }
        catch (Exception e) when (e is WasmtimeException or UnsupportedModuleException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot inspect '{path}': {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static byte[] ToBinary(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\0asm"u8) ? bytes : Module.ConvertText(Encoding.UTF8.GetString(bytes));

    private static int Print(Engine engine, Module module, IReadOnlyList<string> proposals, TextWriter output)
    {
        string[] missing = FindMissing(engine, module);
        foreach (IGrouping<string, Import> imports in module.Imports.GroupBy(static import => import.ModuleName))
        {
            output.WriteLine($"imports from {imports.Key}{DescribeProvider(imports.Key)}");
            foreach (Import import in imports)
            {
                output.WriteLine($"  {import.Name}{FormatType(import)}");
            }
        }

        output.WriteLine("exports");
        foreach (Export export in module.Exports)
        {
            output.WriteLine($"  {export.Name}{FormatType(export)}");
        }

        string[] reach = [.. GuestReach.Find(module.Imports.OfType<FunctionImport>().Select(static import => import.Name))];
        output.WriteLine($"proposals: {FormatList(proposals)}");
        output.WriteLine($"could use: {FormatList(reach)}");
        foreach (string import in missing)
        {
            output.WriteLine($"missing: {import}");
        }

        return missing.Length > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    /// <summary>Names the interface that offers the functions of a module; the names of WASIX and of its early form start alike.</summary>
    private static string DescribeProvider(string module) => module switch
    {
        "wasi_snapshot_preview1" => ", offered by WASI preview1",
        "wasi_unstable" => ", offered by WASI preview0",
        _ when module.StartsWith("wasix", StringComparison.Ordinal) => ", offered by WASIX",
        "wasi" => ", offered by wasi-threads",
        _ => "",
    };

    private static string FormatList(IReadOnlyList<string> items) => items.Count is 0 ? "none" : string.Join(", ", items);

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
        MemoryExport memory => $": memory of {memory.Minimum} {(memory.Minimum == 1 ? "page" : "pages")} or more",
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
