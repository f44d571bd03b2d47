using System;
using System.Collections.Immutable;
using Wasmtime;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Accounting;
using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;
using Witx.Bindings.Wasi.Scheduling;
using Witx.Bindings.Wasi.SystemCalls;
using Witx.Bindings.Wasi.Threading;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>One program in one process: its store, its imported memory, its instance, and the launcher of its threads.</summary>
internal sealed class ProcessImage : IDisposable
{
    private readonly WasiProcess _process;
    private readonly CompiledProgram _program;
    private readonly ImmutableArray<HostInterceptor> _interceptors;
    private readonly long _reserved;
    private readonly ImportedMemory? _memory;
    private readonly PreparedModule? _prepared;
    private readonly ThreadLauncher? _threads;

    /// <summary>Creates an instance of a program for a process.</summary>
    /// <param name="program">The program.</param>
    /// <param name="process">The process.</param>
    /// <param name="interceptors">The interceptors of its calls.</param>
    /// <param name="threads">The threads of the system for further threads; null if the process cannot have any.</param>
    /// <param name="fuel">The fuel of its main thread; null if it is not counted.</param>
    /// <param name="point">The point at which another process was copied; null for a new memory.</param>
    /// <exception cref="WasmtimeException">The engine refuses the instance.</exception>
    /// <exception cref="MemoryBudgetException">
    /// The memory or the tables do not fit into <see cref="WasiLimits.MaxTotalMemory"/>.
    /// </exception>
    internal ProcessImage(
        CompiledProgram program,
        WasiProcess process,
        ImmutableArray<HostInterceptor> interceptors,
        ThreadCache? threads,
        ulong? fuel,
        ForkPoint? point = null)
    {
        (_program, _process, _interceptors) = (program, process, interceptors);
        long length = (long)(point?.Source.Memory.Length ?? 0);
        _reserved = process.Launcher is null && !program.StartsThreads ? 0 : Reserve(Math.Max(length, program.MinimumMemory));
        Store = new Store(program.Engine.Native);
        try
        {
            GuestEngine engine = program.Engine;
            process.Configure(engine.Native, Store, engine.IsInterruptible, engine.CountsFuel, fuel);
            if (program.Memory is { } import)
            {
                _memory = ImportedMemory.Create(engine.Native, Store, import, program.SharesMemory, process.MaxMemory, length);
                process.MainThread.Memory = _memory.Shared;
            }

            process.Shutdown.Safepoint = null;
            if (_memory?.Shared is { } memory)
            {
                HostImports imports = CreateImports();
                _prepared = program.Prepared?.Find(imports, interceptors)?.WithMemory(memory);
                _ = imports.Add(memory, program.Memory!.ModuleName, program.Memory.Name);
                if (threads is not null && (program.StartsThreads || process.CanBeInterrupted))
                {
                    process.Threads.Launcher = _threads =
                        new ThreadLauncher(program, process, memory, _prepared, interceptors, threads, point?.ContextStacks ?? []);
                    process.Shutdown.Safepoint = program.StartsProcesses ? new Safepoint() : null;
                }

                Guest = _prepared is null ? imports.Instantiate(Store, program.Module) : imports.Instantiate(Store, _prepared);
            }
            else
            {
                Guest = Instantiate();
            }

            if (point is not null)
            {
                Copy(point);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal Store Store { get; }

    internal Guest Guest { get; } = null!;

    /// <summary>The size of the guest's linear memory in bytes.</summary>
    internal long MemoryLength => (long)((ICallingGuest)Guest).Memory.Length;

    /// <summary>Frees the image. All threads of the process must have ended.</summary>
    public void Dispose()
    {
        _process.Threads.Launcher = null;
        _threads?.Dispose();
        Guest?.Dispose();
        _prepared?.Dispose();
        _memory?.Dispose();
        Store.Dispose();
        _process.MainThread.Memory = null;
        if (_reserved > 0)
        {
            _process.Processes.Memory.Release(_reserved);
        }
    }

    /// <summary>Reserves the tables and the linear memory of the instance.</summary>
    /// <returns>The number of bytes to release.</returns>
    private long Reserve(long minimum)
    {
        MemoryBudget budget = _process.Processes.Memory;
        long tables = _program.GetTableMemory(_process.Limits);
        if (!budget.TryReserve(tables))
        {
            throw new MemoryBudgetException();
        }

        if (_process.Parent is null)
        {
            // The linear memory of the first process is reserved until the run ends.
            return tables;
        }

        if (minimum > _process.Limits.MaxMemory || !budget.TryReserve(minimum, _process.Limits.MaxMemory, out long granted))
        {
            budget.Release(tables);
            throw new MemoryBudgetException();
        }

        _process.MaxMemory = granted;
        return tables + granted;
    }

    /// <summary>Creates an instance that does not share its memory.</summary>
    private Guest Instantiate()
    {
        WasiThread thread = _process.MainThread;
        bool hasPreview1Only = !(_program.NeedsWasix || _program.NeedsPreview0 || _process.HandlesSignals || _process.Hosts.Count > 0)
            && _interceptors.IsEmpty;
        if (hasPreview1Only && _program.Prepared?.Preview1 is { } preview1)
        {
            return preview1.Instantiate(Store, new Preview1(thread, Personality.Preview));
        }

        HostImports imports = CreateImports();
        _memory?.AddTo(imports);
        if (_program.Prepared?.Find(imports, _interceptors) is not { } prepared)
        {
            return imports.Instantiate(Store, _program.Module);
        }

        if (hasPreview1Only)
        {
            _program.Prepared.Preview1 = prepared;
        }

        return imports.Instantiate(Store, prepared);
    }

    /// <summary>Creates the imports of the main thread, without the memory.</summary>
    private HostImports CreateImports()
    {
        HostImports imports =
            SystemCallModules.Add(new HostImports(), _process.MainThread, _program.NeedsWasix, _program.NeedsPreview0);
        foreach (HostInterceptor interceptor in _interceptors)
        {
            _ = imports.Intercept(interceptor);
        }

        return imports;
    }

    /// <summary>Copies the memory and the globals of another instance of the program, whose thread waits.</summary>
    private void Copy(ForkPoint point)
    {
        GuestMemory source = point.Source.Memory;
        if (MemoryLength < (long)source.Length)
        {
            long pages = ((long)source.Length - MemoryLength) / Memory.PageSize;
            _ = Guest.Instance.GetMemory("memory")!.Grow(pages);
        }

        MemoryImage.Copy(source, ((ICallingGuest)Guest).Memory);
        foreach ((string name, object value) in point.Globals)
        {
            Guest.Instance.GetGlobal(name)!.SetValue(value);
        }

        _process.MainThread.StackCheckpoints = point.Source.TryCopy(Guest, _process.MainThread) ?? throw new MemoryBudgetException();
    }
}
