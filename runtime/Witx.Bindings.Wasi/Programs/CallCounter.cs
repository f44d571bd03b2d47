using System;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>Counts the calls of host functions that the guest of the current thread makes.</summary>
internal static class CallCounter
{
    [ThreadStatic]
    private static long s_count;

    /// <summary>The interceptor that counts: one object for all runs, so that prepared imports can be reused.</summary>
    internal static HostInterceptor Interceptor { get; } = static (_, next) => (in call) =>
    {
        s_count++;
        return next(in call);
    };

    /// <summary>Starts to count the calls of a run, until the scope is disposed.</summary>
    internal static Scope Begin()
    {
        Scope scope = new(s_count);
        s_count = 0;
        return scope;
    }

    /// <summary>The calls since the innermost scope of the current thread began.</summary>
    internal static long Count => s_count;

    /// <summary>The count of one run. A run that starts inside it does not change it.</summary>
    internal readonly ref struct Scope(long outer) : IDisposable
    {
        public void Dispose() => s_count = outer;
    }
}
