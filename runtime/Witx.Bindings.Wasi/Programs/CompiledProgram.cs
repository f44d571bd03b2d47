using System;
using System.Linq;
using Wasmtime;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>A module that one engine compiled, and the properties of the program that follow from its imports.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly Lazy<PreparedModule>? _prepared;

    /// <summary>Examines a module.</summary>
    /// <param name="engine">The engine that compiled the module.</param>
    /// <param name="module">The module. It is disposed with this object.</param>
    /// <param name="startsOften">
    /// True to resolve the imports once, which makes starting cheaper and each call a few nanoseconds slower.
    /// </param>
    internal CompiledProgram(Engine engine, Module module, bool startsOften)
    {
        Module = module;
        EntryError = CommandEntry.GetError(module);
        ImportsWasix = module.Imports.Any(static import => import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal));
        HandlesSignals = ImportsWasix && module.Imports.Any(static import => import.Name == "callback_signal");
        ImportsOnlyPreviews = module.Imports.All(
            static import => import is not FunctionImport || SystemCallModules.IsPreview(import.ModuleName));
        if (startsOften && ImportsOnlyPreviews && module.Imports.All(static import => import is FunctionImport))
        {
            _prepared = new Lazy<PreparedModule>(() => Prepare(engine, module));
        }
    }

    internal Module Module { get; }

    /// <summary>The reason why the module cannot be run as a command; null if it can.</summary>
    internal string? EntryError { get; }

    /// <summary>True if the program imports WASIX, so it expects a root directory and a current directory.</summary>
    internal bool ImportsWasix { get; }

    /// <summary>True if the program imports <c>callback_signal</c>, so signals are delivered to its handler.</summary>
    internal bool HandlesSignals { get; }

    /// <summary>True if all imported functions are those of preview0 and preview1, so WASIX's modules need not be added.</summary>
    internal bool ImportsOnlyPreviews { get; }

    /// <summary>The module with resolved imports; null if each run resolves them.</summary>
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
        // Each guest gets host objects of its own. The objects of this process only describe the imports.
        using WasiProcess template = new(new WasiOptions());
        return SystemCallModules.AddPreviews(new HostImports(), template).Prepare(engine, module);
    }
}
