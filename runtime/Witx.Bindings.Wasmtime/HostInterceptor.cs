using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime;

/// <summary>
/// Stands between guests and a host function: to trace, count, limit, fake or refuse calls. It is asked once for every function that an
/// instance imports and gives the entry to bind, which sees every call's raw values and memory, and calls <paramref name="next"/> or
/// does not. Where it gives <paramref name="next"/> itself, calls cost what they cost without it.
/// </summary>
/// <param name="function">The function, under the module's name that the guest imports it from.</param>
/// <param name="next">The entry that would be called otherwise.</param>
/// <returns>The entry to call instead.</returns>
public delegate HostEntry HostInterceptor(HostFunction function, HostEntry next);
