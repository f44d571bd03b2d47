using System;
using System.Threading;

namespace Witx.Bindings.Hosting.Tests;

/// <summary>Counts scopes, and lets guests wait.</summary>
internal sealed class Scopes
{
    private readonly TaskSource _entered = new();
    private int _count;
    private int _disposals;

    internal int Disposals => Volatile.Read(ref _disposals);

    internal ManualResetEventSlim Released { get; } = new();

    internal System.Threading.Tasks.Task Entered => _entered.Task;

    internal int Next() => Interlocked.Increment(ref _count);

    internal void Enter() => _entered.TrySetResult();

    internal void CountDisposal() => Interlocked.Increment(ref _disposals);

    private sealed class TaskSource()
        : System.Threading.Tasks.TaskCompletionSource(System.Threading.Tasks.TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A scoped service.</summary>
internal sealed class Scope(Scopes scopes)
{
    internal int Number { get; } = scopes.Next();
}

/// <summary>A host with dependencies of the scope.</summary>
[WitxModule("counter.witx")]
internal sealed partial class CounterHost(Scopes scopes, Scope scope) : IDisposable
{
    public partial uint Scope() => (uint)scope.Number;

    public partial uint Wait()
    {
        scopes.Enter();
        scopes.Released.Wait();
        return 0;
    }

    public void Dispose() => scopes.CountDisposal();
}
