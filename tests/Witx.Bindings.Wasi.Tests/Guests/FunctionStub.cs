using System;
using System.Threading;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// Replaces one host function of every guest that runs below it by a function that returns <c>success</c> and does nothing. A guest that
/// still passes its test does not assert what the function does.
/// </summary>
internal sealed class FunctionStub : IDisposable
{
    // More calls than any passing guest makes. A guest that repeats a call until it has an effect would not end.
    private const int MaxCalls = 200_000;

    private static readonly AsyncLocal<FunctionStub?> s_current = new();

    private readonly string _name;
    private readonly CancellationTokenSource _timeout;
    private int _calls;

    /// <summary>Replaces the function. An empty name replaces none, and such a guest may take any time.</summary>
    internal FunctionStub(string name)
    {
        _name = name;
        _timeout = name.Length == 0 ? new() : new(TimeSpan.FromSeconds(5));
        s_current.Value = this;
    }

    /// <summary>The stub in force for the running test, or null.</summary>
    internal static FunctionStub? Current => s_current.Value;

    /// <summary>Ends a guest that waits for the effect of the replaced function.</summary>
    internal CancellationToken Token => _timeout.Token;

    internal HostCallHandler Intercept(HostFunction function, HostCallHandler next) => (in call) =>
        Interlocked.Increment(ref _calls) > MaxCalls
            ? throw new InvalidOperationException($"The guest made more than {MaxCalls} calls, so it repeats a call without end.")
        : function.Name == _name ? (long)Errno.Success
        : next(in call);

    public void Dispose()
    {
        s_current.Value = null;
        _timeout.Dispose();
    }
}
