using System;
using System.IO;
using System.Linq;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Runs WASI programs. One host serves any number of runs, on any number of threads.</summary>
/// <remarks>
/// A program can be cancelled while it computes only if it is compiled for that, which costs it 15 to 18 percent. So there are two engines,
/// and a program is compiled for the one that a run asks for.
/// </remarks>
public sealed class WasiHost : IDisposable
{
    private readonly Lazy<Engine> _engine = new(() => NewEngine(interruptible: false));
    private readonly Lazy<Engine> _interruptibleEngine = new(() => NewEngine(interruptible: true));

    /// <summary>Loads a program.</summary>
    /// <param name="path">A file of WebAssembly, binary or text.</param>
    public WasiProgram Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path));
    }

    /// <summary>Loads a program.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="bytes">WebAssembly, binary or text.</param>
    public WasiProgram Load(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WasiProgram(name, bytes, _engine, _interruptibleEngine);
    }

    /// <summary>Runs a program from its start to its end.</summary>
    /// <param name="program">The program, loaded by this host.</param>
    /// <param name="options">What it starts with.</param>
    /// <returns>The code that it exited with; 0 when it just came to its end.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="UnresolvedImportsException">It imports what WASI does not have.</exception>
    /// <exception cref="WasmtimeException">It is no valid program, or it trapped.</exception>
    public int Run(WasiProgram program, WasiOptions options)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        Module module = program.For(options.CancellationToken.CanBeCanceled);
        bool importsWasix = module.Imports.Any(static import => import.ModuleName.StartsWith("wasix_", StringComparison.Ordinal));
        using WasiProcess process = new(options, importsWasix);
        return Run(module, process, options.CancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Engine> engine in (ReadOnlySpan<Lazy<Engine>>)[_engine, _interruptibleEngine])
        {
            if (engine.IsValueCreated)
            {
                engine.Value.Dispose();
            }
        }
    }

    private static Engine NewEngine(bool interruptible) =>
        // A memory that never moves is looked up once, not in every call.
        new(new Config().WithMemoryMayMove(false).WithEpochInterruption(interruptible));

    private int Run(Module module, WasiProcess process, CancellationToken cancellation)
    {
        bool interruptible = cancellation.CanBeCanceled;
        Engine engine = (interruptible ? _interruptibleEngine : _engine).Value;
        using Store store = new(engine);
        if (interruptible)
        {
            // The epoch is the engine's: every guest on it looks whether it is the one that is to end.
            process.Ending.Ended = engine.IncrementEpoch;
            store.SetEpochDeadlineCallback(_ =>
            {
                process.Ending.ThrowIfEnded();
                return 1;
            });
            store.SetEpochDeadline(1);
            process.Ending.ThrowIfEnded();
        }

        using Guest guest = new HostImports().Add(process).Instantiate(store, module);
        return process.Run(guest);
    }
}
