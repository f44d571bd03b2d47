namespace Witx.Bindings.Wasi;

/// <summary>Several calls of an instance and its memory in one turn (<see cref="WasiInstance.Use{TState, TResult}"/>).</summary>
/// <typeparam name="TState">The type of the caller's state.</typeparam>
/// <typeparam name="TResult">The type of the result.</typeparam>
/// <param name="state">The state that the caller passed.</param>
/// <param name="guest">The instance: its exports and its memory.</param>
/// <returns>The result for the caller.</returns>
public delegate TResult WasiInstanceAction<in TState, out TResult>(TState state, ref GuestCall guest);
