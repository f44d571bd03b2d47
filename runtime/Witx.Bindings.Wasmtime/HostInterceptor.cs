using Witx.Bindings.Glue;

namespace Witx.Bindings.Wasmtime;

/// <summary>Answers one call of a host function.</summary>
/// <param name="call">The call.</param>
/// <returns>The bits of the core result, zero-extended; 0 when there is none.</returns>
public delegate long HostCallHandler(in HostCallContext call);

/// <summary>
/// Wraps a host function to trace, count, limit, fake or refuse its calls. It is called once for every function that an instance imports
/// and returns the handler to bind, which may call <paramref name="next"/>. If it returns <paramref name="next"/> itself, calls of that
/// function cost what they cost without the interceptor.
/// </summary>
/// <param name="function">The function, under the import module name that the guest uses.</param>
/// <param name="next">The handler that would be bound otherwise.</param>
/// <returns>The handler to bind.</returns>
public delegate HostCallHandler HostInterceptor(HostFunction function, HostCallHandler next);
