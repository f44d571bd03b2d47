using System;
using System.Collections.Generic;
using System.IO;
using Benchmarks.Scenarios;
using Wasmtime;

namespace Benchmarks.Implementations;

/// <summary>An implementation that runs guests under Wasmtime .NET, with a separate store for each setup.</summary>
internal abstract class GuestImplementation(string name) : LocalImplementation(name)
{
    private readonly Dictionary<Setup, Instance?> _instances = [];
    private readonly Stack<IDisposable> _owned = [];

    /// <summary>An engine with the same configuration as that of <c>WasiHost</c>.</summary>
    protected static Engine Engine { get; } = new(new Config().WithMemoryMayMove(false));

    /// <summary>An engine whose guests can be interrupted while they compute.</summary>
    protected static Engine InterruptibleEngine { get; } = new(new Config().WithMemoryMayMove(false).WithEpochInterruption(true));

    /// <summary>Number of entries in the directory that is listed.</summary>
    protected virtual int Entries => 10_000;

    /// <summary>Instantiates the guest of a setup.</summary>
    /// <returns>The instance, or null if this implementation does not support the setup.</returns>
    protected abstract Instance? Open(Setup setup);

    protected override Func<int, int>? Find(Scenario scenario)
    {
        if (!_instances.TryGetValue(scenario.Setup, out Instance? instance))
        {
            instance = Open(scenario.Setup);
            _instances.Add(scenario.Setup, instance);
            if (instance?.GetFunction<int, int>("prepare") is { } prepare && prepare(Entries) is not 0 and int error)
            {
                throw new InvalidOperationException($"{Name}: the guest cannot create its files (error {error}).");
            }
        }

        return instance?.GetFunction<int, int>(scenario.Call);
    }

    public override void Dispose()
    {
        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }
    }

    /// <summary>Registers an object for disposal in reverse order.</summary>
    protected T Track<T>(T item)
        where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }

    /// <summary>Creates a host directory for this implementation.</summary>
    protected string NewDirectory() => Track(new ScratchDirectory()).Path;

    protected static Module Load(string file, Engine? engine = null) => Module.FromFile(engine ?? Engine, Guests.GetPath(file));

    protected static Module LoadText(string file) => Module.FromText(Engine, file, File.ReadAllText(Guests.GetPath(file)));
}
