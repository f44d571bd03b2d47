using System.Collections.Immutable;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>An export of a program (<see cref="WasiProgram.GetExports"/>). It is immutable.</summary>
public sealed class WasiExport
{
    private WasiExport(string name, WasiExportKind kind, GuestFunctionType? functionType) =>
        (Name, Kind, FunctionType) = (name, kind, functionType);

    /// <summary>Gets the name of the export.</summary>
    public string Name { get; }

    /// <summary>Gets the kind of the export.</summary>
    public WasiExportKind Kind { get; }

    /// <summary>
    /// Gets the type of a function that a <see cref="WasiInstance"/> can call; null for other exports, and for functions with vectors or
    /// references.
    /// </summary>
    public GuestFunctionType? FunctionType { get; }

    internal static ImmutableArray<WasiExport> FromModule(Module module) =>
    [
        .. module.Exports.Select(static export => export switch
        {
            FunctionExport function => new WasiExport(export.Name, WasiExportKind.Function, ToType(function)),
            MemoryExport => new WasiExport(export.Name, WasiExportKind.Memory, null),
            TableExport => new WasiExport(export.Name, WasiExportKind.Table, null),
            GlobalExport => new WasiExport(export.Name, WasiExportKind.Global, null),
            _ => new WasiExport(export.Name, WasiExportKind.Other, null),
        }),
    ];

    private static GuestFunctionType? ToType(FunctionExport function) =>
        function.Parameters.Concat(function.Results).All(static kind => ToType(kind) is not null)
            ? new GuestFunctionType(
                [.. function.Parameters.Select(static kind => ToType(kind)!.Value)],
                [.. function.Results.Select(static kind => ToType(kind)!.Value)])
            : null;

    private static CoreType? ToType(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => CoreType.I32,
        ValueKind.Int64 => CoreType.I64,
        ValueKind.Float32 => CoreType.F32,
        ValueKind.Float64 => CoreType.F64,
        _ => null,
    };
}
