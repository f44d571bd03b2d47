using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Wasi;

/// <summary>Extension methods that tell an interceptor (<see cref="WasiOptions.Interceptors"/>) which process and thread calls.</summary>
/// <example>
/// <code><![CDATA[
/// options.Interceptors.Add((function, next) => (in call) =>
/// {
///     log.WriteLine($"[{call.GetProcess()?.ProcessId} {call.GetProcess()?.ProgramName}/{call.GetThreadId()}] {function.Name}");
///     return next(in call);
/// });
/// ]]></code>
/// </example>
public static class WasiCalls
{
    /// <summary>Gets the process that a guest calls for.</summary>
    /// <param name="call">The call.</param>
    /// <returns>The process; null if the imports of the guest do not contain WASI (<see cref="WasiImports.AddWasi"/>).</returns>
    /// <remarks>It is the child between <c>vfork</c> and the end of the child or its execution of a program.</remarks>
    public static WasiProcess? GetProcess(this in HostCallContext call) => (call.State as WasiThread)?.Process;

    /// <summary>Gets the identifier of the calling thread of a guest (<c>thread_id</c>).</summary>
    /// <param name="call">The call.</param>
    /// <returns>The identifier, which no other thread of the run has; 0 for the main thread of each process.</returns>
    public static long GetThreadId(this in HostCallContext call) => (call.State as WasiThread)?.Id ?? 0;
}
