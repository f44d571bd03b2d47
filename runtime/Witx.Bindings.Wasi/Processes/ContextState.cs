using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The part of a thread's state that each of its contexts has for itself.</summary>
/// <param name="Guest">The instance; null while it is created.</param>
/// <param name="StackCheckpoints">The stack checkpoints; only the main context can have any.</param>
/// <param name="Nesting">The number of calls from the host into the guest.</param>
/// <param name="IsHandlerRunning">True while a signal handler runs.</param>
internal readonly record struct ContextState(Guest? Guest, StackCheckpoints? StackCheckpoints, int Nesting, bool IsHandlerRunning);
