using System;
using System.Collections.Generic;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>A module that one engine compiled, and the properties of the program that follow from its imports and exports.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly IReadOnlyList<TableLimits> _tables;

    /// <summary>Examines a module.</summary>
    /// <param name="engine">The engine that compiled the module.</param>
    /// <param name="module">The module. It is disposed with this object.</param>
    /// <param name="tables">The tables that the module defines.</param>
    /// <param name="startsOften">True to resolve the imports for the first run already, because many runs will follow.</param>
    internal CompiledProgram(GuestEngine engine, Module module, IReadOnlyList<TableLimits> tables, bool startsOften)
    {
        (Engine, Module, _tables) = (engine, module, tables);
        SpawnsThreads = module.Imports.Any(IsThreadSpawn);
        StartsThreads = SpawnsThreads || module.Imports.Any(
            static import => import.Name is "context_create" && SystemCallModules.IsWasix(import.ModuleName));
        Memory = module.Imports.OfType<MemoryImport>().FirstOrDefault();

        // WASIX's functions have an error for it.
        bool usesThreads = module.Imports.Any(static import => import.Name is "thread-spawn" && IsThreadSpawn(import));
        SharesMemory = Memory is not null && SharedMemory.IsImportedBy(module, Memory);
        string? threadError = usesThreads && !SharesMemory
            ? $"'{module.Name}' starts threads, but does not import a shared memory for them."
            : null;
        CommandError = ProgramEntry.GetCommandError(module) ?? threadError;
        InstanceError = ProgramEntry.GetInstanceError(module) ?? threadError;
        HasInitializer = ProgramEntry.HasInitializer(module);
        ImportsWasix = module.Imports.Any(static import => import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal));
        StartsProcesses = ImportsWasix && module.Imports.Any(IsProcessStart);
        UsesRootOnly = module.Imports.Any(static import =>
            import.Name == "fd_prestat_get" && import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal));
        HandlesSignals = ImportsWasix && module.Imports.Any(static import => import.Name == "callback_signal");
        NeedsPreview0 = module.Imports.Any(static import => import.ModuleName == "wasi_unstable");
        NeedsWasix = SpawnsThreads || module.Imports.Any(static import => SystemCallModules.IsWasix(import.ModuleName));
        if (module.Imports.All(import => import is FunctionImport || (SharesMemory && import == Memory)))
        {
            Prepared = new PreparedImports(engine.Native, module, SharesMemory, startsOften);
        }
    }

    internal GuestEngine Engine { get; }

    internal Module Module { get; }

    /// <summary>The reason why the module cannot be run as a command; null if it can.</summary>
    internal string? CommandError { get; }

    /// <summary>The reason why the module cannot be used as a reactor or library; null if it can.</summary>
    internal string? InstanceError { get; }

    /// <summary>True if the program imports a function that starts threads.</summary>
    internal bool SpawnsThreads { get; }

    /// <summary>True if the program imports a function that starts threads or creates contexts, which need threads of the host.</summary>
    internal bool StartsThreads { get; }

    /// <summary>The memory that the program imports; null if it has its own.</summary>
    internal MemoryImport? Memory { get; }

    /// <summary>True if the program imports a shared memory.</summary>
    internal bool SharesMemory { get; }

    /// <summary>The size of the program's linear memory at its start in bytes.</summary>
    internal long MinimumMemory =>
        (Memory?.Minimum ?? Module.Exports.OfType<MemoryExport>().FirstOrDefault()?.Minimum ?? 0) * global::Wasmtime.Memory.PageSize;

    /// <summary>
    /// Returns the memory of the host that the tables of an instance can take, in bytes. A table counts with the size that it can grow to.
    /// </summary>
    internal long GetTableMemory(WasiLimits limits) => _tables.Sum(
        table => (long)Math.Min(table.Maximum ?? ulong.MaxValue, (ulong)limits.MaxTableElements) * MemoryBudget.TableElementSize);

    /// <summary>True if the program imports a function that starts processes or executes programs.</summary>
    internal bool StartsProcesses { get; }

    /// <summary>True if the module exports <c>_initialize</c>, to be called before other exports.</summary>
    internal bool HasInitializer { get; }

    /// <summary>True if the program imports WASIX, so it expects a root directory and a current directory.</summary>
    internal bool ImportsWasix { get; }

    /// <summary>
    /// True if the program has the C library of early WASIX programs (2022), which imports all of preview1 from WASIX. It resolves paths
    /// wrongly if another directory than the root is preopened.
    /// </summary>
    internal bool UsesRootOnly { get; }

    /// <summary>True if the program imports <c>callback_signal</c>, so signals are delivered to its handler.</summary>
    internal bool HandlesSignals { get; }

    /// <summary>False if nothing is imported from <c>wasi_unstable</c>, so it need not be added.</summary>
    internal bool NeedsPreview0 { get; }

    /// <summary>False if nothing is imported from WASIX's modules, so they need not be added.</summary>
    internal bool NeedsWasix { get; }

    /// <summary>
    /// The resolved imports, without a shared memory; null if each run resolves them, because the program imports a memory that is not
    /// shared.
    /// </summary>
    internal PreparedImports? Prepared { get; }

    private static bool IsThreadSpawn(Import import) => import.Name is "thread-spawn" or "thread_spawn" or "thread_spawn_v2"
        && (import.ModuleName is "wasi_snapshot_preview1" || SystemCallModules.IsWasix(import.ModuleName));

    private static bool IsProcessStart(Import import) =>
        import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal)
        && (import.Name.StartsWith("proc_fork", StringComparison.Ordinal)
            || import.Name.StartsWith("proc_spawn", StringComparison.Ordinal)
            || import.Name.StartsWith("proc_exec", StringComparison.Ordinal));

    public void Dispose()
    {
        Prepared?.Dispose();
        Module.Dispose();
    }
}
