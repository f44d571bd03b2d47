using System;
using System.Collections.Generic;
using Wasmtime;

namespace Benchmarks.Calls;

/// <summary>One way of giving a guest its host functions, over a store of its own.</summary>
internal abstract class Contender(string name) : IDisposable
{
    private readonly Dictionary<string, Func<int, int, int>?> _calls = [];

    internal string Name { get; } = name;

    protected static Engine Engine { get; } = new(new Config().WithOptimizationLevel(OptimizationLevel.Speed));

    protected Store Store { get; } = new(Engine);

    /// <summary>The descriptor to tell the offset of.</summary>
    protected virtual int Descriptor => 4;

    /// <summary>The instance, made once.</summary>
    protected abstract Instance Instance { get; }

    /// <summary>Has the guest make a call <paramref name="count"/> times. False if it cannot make that call at all.</summary>
    /// <exception cref="InvalidOperationException">A call failed.</exception>
    internal bool Run(string call, int count)
    {
        if (!_calls.TryGetValue(call, out Func<int, int, int>? function))
        {
            _calls.Add(call, function = Instance.GetFunction<int, int, int>(call));
        }

        if (function is null)
        {
            return false;
        }

        int error = function(Descriptor, count);
        return error == 0 ? true : throw new InvalidOperationException($"{Name}: {call} answered {error}");
    }

    public virtual void Dispose() => Store.Dispose();
}
