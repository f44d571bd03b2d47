using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>A program as one engine compiled it, and what its imports tell of it.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly Lazy<PreparedModule>? _prepared;

    /// <param name="engine">The engine.</param>
    /// <param name="module">What it compiled. It is disposed with this.</param>
    /// <param name="startsOften">Whether starting a guest is to be cheap, at a few nanoseconds for each of its calls.</param>
    internal CompiledProgram(Engine engine, Module module, bool startsOften)
    {
        Module = module;
        EntryError = CommandEntry.GetError(module);
        ImportsWasix = module.Imports.Any(static import => import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal));
        HandlesSignals = ImportsWasix && module.Imports.Any(static import => import.Name == "callback_signal");
        ImportsOnlyPreviews = module.Imports.All(static import => import is not FunctionImport || SystemCallModules.IsPreview(import.ModuleName));
        if (startsOften && ImportsOnlyPreviews && module.Imports.All(static import => import is FunctionImport))
        {
            _prepared = new Lazy<PreparedModule>(() => Prepare(engine, module));
        }
    }

    internal Module Module { get; }

    /// <summary>Why the module cannot be run as a command; null if it can.</summary>
    internal string? EntryError { get; }

    /// <summary>Whether it expects a root directory and a current one.</summary>
    internal bool ImportsWasix { get; }

    /// <summary>Whether it takes signals by a handler of its own.</summary>
    internal bool HandlesSignals { get; }

    /// <summary>Whether the interfaces of WASIX, which are many, are of no use to it.</summary>
    internal bool ImportsOnlyPreviews { get; }

    /// <summary>The module with its imports resolved, where that is worth it.</summary>
    internal PreparedModule? Prepared => _prepared?.Value;

    public void Dispose()
    {
        if (_prepared?.IsValueCreated == true)
        {
            _prepared.Value.Dispose();
        }

        Module.Dispose();
    }

    private static PreparedModule Prepare(Engine engine, Module module)
    {
        // Every guest has hosts of its own: these only tell what there is.
        using WasiProcess anyone = new(new WasiOptions());
        return SystemCallModules.AddPreviews(new HostImports(), anyone).Prepare(engine, module);
    }
}
