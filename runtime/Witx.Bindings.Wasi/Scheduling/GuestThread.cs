using System;

namespace Witx.Bindings.Wasi.Scheduling;

/// <summary>Tells whether the current thread runs a guest. Such a thread must not wait for capacity, which it may hold itself.</summary>
internal static class GuestThread
{
    [ThreadStatic]
    private static int s_depth;

    /// <summary>True while the current thread runs a guest, or a host function that a guest called.</summary>
    internal static bool IsCurrent => s_depth > 0;

    /// <summary>Marks the current thread until the scope is disposed.</summary>
    internal static Scope Enter()
    {
        s_depth++;
        return default;
    }

    internal readonly ref struct Scope : IDisposable
    {
        public void Dispose() => s_depth--;
    }
}
