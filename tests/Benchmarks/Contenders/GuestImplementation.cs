using System;
using System.Collections.Generic;
using System.IO;
using Benchmarks.Rows;
using Wasmtime;

namespace Benchmarks.Contenders;

/// <summary>A contender that runs the guests under Wasmtime .NET, each scene in a store of its own.</summary>
internal abstract class GuestImplementation(string name) : LocalContender(name)
{
    private readonly Dictionary<Scene, Instance?> _instances = [];
    private readonly Stack<IDisposable> _owned = [];

    /// <summary>As this project's own host sets it up.</summary>
    protected static Engine Engine { get; } = new(new Config().WithMemoryMayMove(false));

    /// <summary>One whose guests can be stopped while they compute.</summary>
    protected static Engine InterruptibleEngine { get; } = new(new Config().WithMemoryMayMove(false).WithEpochInterruption(true));

    /// <summary>How many entries there are in the directory that is listed.</summary>
    protected virtual int Entries => 10_000;

    /// <summary>Gives a scene's guest what it imports.</summary>
    /// <returns>Null if this contender knows no such scene.</returns>
    protected abstract Instance? Open(Scene scene);

    protected override Func<int, int>? Find(Scenario row)
    {
        if (!_instances.TryGetValue(row.Scene, out Instance? instance))
        {
            instance = Open(row.Scene);
            _instances.Add(row.Scene, instance);
            if (instance?.GetFunction<int, int>("prepare") is { } prepare && prepare(Entries) is not 0 and int error)
            {
                throw new InvalidOperationException($"{Name}: the guest cannot make its files ({error})");
            }
        }

        return instance?.GetFunction<int, int>(row.Call);
    }

    public override void Dispose()
    {
        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }
    }

    /// <summary>Takes something to dispose, what was taken last first.</summary>
    protected T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }

    /// <summary>A directory of the disk, for this contender alone.</summary>
    protected string NewDirectory() => Own(new ScratchDirectory()).Path;

    protected static Module Load(string file, Engine? engine = null) => Module.FromFile(engine ?? Engine, Guests.PathOf(file));

    protected static Module LoadText(string file) => Module.FromText(Engine, file, File.ReadAllText(Guests.PathOf(file)));
}
