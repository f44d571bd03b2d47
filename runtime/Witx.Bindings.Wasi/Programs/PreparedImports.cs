using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// The prepared forms of one module: one for each combination of host classes, module names and interceptors that runs use. Thread-safe.
/// </summary>
/// <remarks>
/// A prepared module keeps its interceptors alive, but no host. Interceptors are prepared only if two runs in a row use the same ones,
/// because those that an embedder creates for each run never occur again.
/// </remarks>
/// <param name="engine">The engine of the module.</param>
/// <param name="module">The module. It imports nothing but functions and perhaps a shared memory.</param>
/// <param name="hasMemory">True if the module imports a shared memory, which the prepared forms leave out.</param>
/// <param name="isFirstRunPrepared">True to prepare imports for the first run, because the engine is set up for frequent starts.</param>
internal sealed class PreparedImports(Engine engine, Module module, bool hasMemory, bool isFirstRunPrepared) : IDisposable
{
    // Preparing takes longer than an instance. More combinations than this are a sign that each is used only once.
    private const int MaxCount = 8;

    private readonly Lock _gate = new();
    private volatile PreparedModule[] _prepared = [];
    private WeakReference<HostInterceptor>[]? _previous;

    /// <summary>
    /// The prepared form for preview1 alone, without interceptors; null before it is known. Most programs import nothing else, and this
    /// spares them the comparison of imports.
    /// </summary>
    internal PreparedModule? Preview1 { get; set; }

    /// <summary>Returns the prepared form for imports; null if they must be resolved for this run.</summary>
    internal PreparedModule? Find(HostImports imports, ImmutableArray<HostInterceptor> interceptors) =>
        Find(imports) ?? (_prepared.Length < MaxCount ? TryPrepare(imports, interceptors) : null);

    public void Dispose()
    {
        foreach (PreparedModule prepared in _prepared)
        {
            prepared.Dispose();
        }
    }

    private PreparedModule? Find(HostImports imports)
    {
        foreach (PreparedModule prepared in _prepared)
        {
            if (prepared.Matches(imports))
            {
                return prepared;
            }
        }

        return null;
    }

    private PreparedModule? TryPrepare(HostImports imports, ImmutableArray<HostInterceptor> interceptors)
    {
        lock (_gate)
        {
            if (Find(imports) is { } found)
            {
                return found;
            }

            bool isRepeated = WerePrevious(interceptors);
            if (_prepared.Length == MaxCount || !(isRepeated || (isFirstRunPrepared && interceptors.IsEmpty)))
            {
                return null;
            }

            PreparedModule prepared = hasMemory ? imports.PrepareFunctions(engine, module) : imports.Prepare(engine, module);
            _prepared = [.. _prepared, prepared];
            return prepared;
        }
    }

    /// <summary>True if the previous run had the same interceptors. Remembers those of this run without keeping them alive.</summary>
    private bool WerePrevious(ImmutableArray<HostInterceptor> interceptors)
    {
        bool were = _previous is { } previous
            && previous.Length == interceptors.Length
            && previous.Zip(interceptors).All(
                static pair => pair.First.TryGetTarget(out HostInterceptor? interceptor) && interceptor == pair.Second);
        _previous = [.. interceptors.Select(static interceptor => new WeakReference<HostInterceptor>(interceptor))];
        return were;
    }
}
