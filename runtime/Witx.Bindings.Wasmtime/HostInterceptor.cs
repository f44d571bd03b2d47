using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime;

/// <summary>Handles one call of a host function: by a call of the next handler, or in its place.</summary>
/// <param name="call">The host object, the arguments and the memory of the call.</param>
/// <returns>The bits of the core result, zero-extended; 0 if the function has no result.</returns>
public delegate long HostCallHandler(in HostCallContext call);

/// <summary>Wraps a host function, for example to trace, count, limit, replace or reject its calls.</summary>
/// <param name="function">The function, with the module name under which the guest imports it.</param>
/// <param name="next">The handler that calls the function, or the next interceptor.</param>
/// <returns>
/// The handler to bind, which may call <paramref name="next"/>. If it is <paramref name="next"/> itself, the interceptor adds no cost to
/// calls of this function.
/// </returns>
/// <remarks>It is called once for each host function that an instance imports.</remarks>
public delegate HostCallHandler HostInterceptor(HostFunction function, HostCallHandler next);
