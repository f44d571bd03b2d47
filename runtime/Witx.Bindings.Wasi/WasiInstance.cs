using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasi.Scheduling;

namespace Witx.Bindings.Wasi;

/// <summary>
/// An instance of a reactor or library, whose exports are called any number of times (<see cref="WasiProgram.Instantiate"/>).
/// </summary>
/// <remarks>
/// <para>
/// All members can be called on any thread. One call runs at a time; others wait in order. A host function that calls its own instance
/// receives <see cref="InvalidOperationException"/>; it can call the guest through <see cref="GuestCall"/> instead.
/// </para>
/// <para>
/// A call that ends in the middle of the guest's code leaves the guest's memory in an unknown state. After a trap, an exception of a host
/// function, a cancellation or a timeout during the call, a limit that ends the guest, or <c>proc_exit</c>, all further calls throw
/// <see cref="WasiException"/>, and <see cref="Failure"/> is the reason. Wrong arguments, and a token that is cancelled while the call
/// waits, do not affect the instance.
/// </para>
/// <para>The guest cannot start threads: <c>thread-spawn</c> and WASIX's functions return <c>Errno.Notsup</c> (ENOTSUP).</para>
/// </remarks>
/// <example>
/// Calls a function with numbers, and one that receives a string in the guest's memory:
/// <code><![CDATA[
/// using WasiInstance plugin = program.Instantiate(options);
/// int sum = plugin.Invoke("add", 1, 2).Int32;
/// int length = plugin.Use("text", static (text, ref guest) =>
/// {
///     byte[] bytes = Encoding.UTF8.GetBytes(text);
///     uint address = guest.Invoke("allocate", bytes.Length).UInt32;
///     bytes.CopyTo(guest.Memory.Slice(address, (uint)bytes.Length));
///     return guest.Invoke("count", address, bytes.Length).Int32;
/// });
/// ]]></code>
/// </example>
public sealed class WasiInstance : IDisposable
{
    private readonly InstanceTurns _turns;

    internal WasiInstance(WasiProgram program, Admission admission, GuestSession session) =>
        _turns = new InstanceTurns(program, admission, session);

    /// <summary>Gets the exception that made the instance unusable, or null while it is usable.</summary>
    public Exception? Failure => _turns.Failure;

    /// <summary>Calls an exported function on the calling thread.</summary>
    /// <param name="function">The name of the export. Its parameters and results are numbers.</param>
    /// <param name="arguments">
    /// The arguments. Their types must be exactly those of the parameters: an <c>int</c> is not an <c>i64</c>.
    /// </param>
    /// <returns>The first result, or a value with zero bits if the function has no result.</returns>
    /// <exception cref="ArgumentException">
    /// The program does not export such a function, or the arguments do not match its parameters.
    /// </exception>
    /// <exception cref="NotSupportedException">The function takes or returns vectors or references.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="WasiTrapException">The guest trapped.</exception>
    /// <exception cref="WasiLimitException">The call exceeded a limit that ends it, such as <see cref="WasiLimits.Timeout"/>.</exception>
    /// <exception cref="WasiExitException">The guest called <c>proc_exit</c>.</exception>
    /// <exception cref="WasiCapacityException">
    /// The instance is busy, and the call cannot wait: the queue is full, or the thread runs another guest.
    /// </exception>
    /// <exception cref="WasiException">An earlier call made the instance unusable (<see cref="Failure"/>).</exception>
    /// <exception cref="InvalidOperationException">A host function called its own instance.</exception>
    /// <exception cref="InsufficientExecutionStackException">The calling thread has less than 640 KiB of stack left.</exception>
    /// <exception cref="ObjectDisposedException">The instance is disposed.</exception>
    /// <remarks>An exception of a host function or an interceptor is rethrown unchanged.</remarks>
    public GuestValue Invoke(string function, params ReadOnlySpan<GuestValue> arguments) =>
        Invoke(function, arguments, CancellationToken.None);

    /// <summary>Calls an exported function on the calling thread. The call can be cancelled.</summary>
    /// <param name="function">The name of the export. Its parameters and results are numbers.</param>
    /// <param name="arguments">The arguments. Their types must be exactly those of the parameters.</param>
    /// <param name="cancellationToken">Ends the wait for the previous call, or the call.</param>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/returns"/>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/exception"/>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/remarks"/>
    public GuestValue Invoke(string function, ReadOnlySpan<GuestValue> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        using Admission turn = _turns.Enter(cancellationToken);
        return _turns.Run(
            new FunctionCall(function, arguments),
            static (turns, call) => turns.InvokeGuest(call, static (guest, call) => guest.Invoke(call.Function, call.Arguments)),
            cancellationToken);
    }

    /// <summary>Calls a multi-value function on the calling thread, and returns all its results.</summary>
    /// <param name="function">The name of the export. Its parameters and results are numbers.</param>
    /// <param name="arguments">The arguments. Their types must be exactly those of the parameters.</param>
    /// <param name="cancellationToken">Ends the wait for the previous call, or the call.</param>
    /// <returns>All results, in order. Empty if the function has no result.</returns>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/exception"/>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/remarks"/>
    public ImmutableArray<GuestValue> InvokeMultiValue(
        string function, ReadOnlySpan<GuestValue> arguments = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        using Admission turn = _turns.Enter(cancellationToken);
        return _turns.Run(
            new FunctionCall(function, arguments),
            static (turns, call) =>
                turns.InvokeGuest(call, static (guest, call) => guest.InvokeMultiValue(call.Function, call.Arguments)),
            cancellationToken);
    }

    /// <summary>Calls an exported function like <c>Invoke</c>, on a thread of the host instead of the calling thread.</summary>
    /// <param name="function">The name of the export. Its parameters and results are numbers.</param>
    /// <param name="arguments">The arguments, which are copied. Their types must be exactly those of the parameters.</param>
    /// <param name="cancellationToken">Removes the call from the queue, or ends it.</param>
    /// <returns>A task with the first result, or with a value of zero bits if the function has no result.</returns>
    /// <inheritdoc cref="Invoke(string, ReadOnlySpan{GuestValue})" path="/exception"/>
    /// <remarks>
    /// Exceptions are in the task, except those for a null argument, a disposed instance and a host function that calls its own instance.
    /// A call waits for the previous call of the instance, and then for a thread (<see cref="WasiHostOptions.MaxConcurrentGuests"/>).
    /// </remarks>
    public Task<GuestValue> InvokeAsync(
        string function, ReadOnlySpan<GuestValue> arguments = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        GuestValue[] copy = arguments.ToArray();
        return _turns.RunAsync(
            () => _turns.Run(
                new FunctionCall(function, copy),
                static (turns, call) => turns.InvokeGuest(call, static (guest, call) => guest.Invoke(call.Function, call.Arguments)),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// Calls an action on the calling thread that may call the instance several times and access its memory. No other call runs at that
    /// time.
    /// </summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="state">The state to pass to the action, so that it need not capture variables.</param>
    /// <param name="action">
    /// The action. Its calls throw the exceptions of <c>Invoke</c>. Get <see cref="GuestCall.Memory"/> again after each call.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the previous call, or a call that the action makes.</param>
    /// <returns>The result of the action.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="WasiLimitException">The action and its calls exceeded <see cref="WasiLimits.Timeout"/>.</exception>
    /// <exception cref="WasiCapacityException">
    /// The instance is busy, and the call cannot wait: the queue is full, or the thread runs another guest.
    /// </exception>
    /// <exception cref="WasiException">An earlier call made the instance unusable (<see cref="Failure"/>).</exception>
    /// <exception cref="InvalidOperationException">A host function called its own instance.</exception>
    /// <exception cref="ObjectDisposedException">The instance is disposed.</exception>
    /// <remarks>
    /// <see cref="WasiLimits.Timeout"/> and <see cref="WasiLimits.Fuel"/> apply to the action as a whole. An exception of the action itself
    /// is rethrown unchanged and does not affect the instance.
    /// </remarks>
    public TResult Use<TState, TResult>(
        TState state, WasiInstanceAction<TState, TResult> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        using Admission turn = _turns.Enter(cancellationToken);
        return UseInTurn(state, action, cancellationToken);
    }

    /// <summary>Calls an action like <see cref="Use"/>, on a thread of the host instead of the calling thread.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="state">The state to pass to the action, so that it need not capture variables.</param>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Removes the call from the queue, or ends a call that the action makes.</param>
    /// <returns>A task with the result of the action.</returns>
    /// <inheritdoc cref="Use" path="/exception"/>
    /// <inheritdoc cref="InvokeAsync" path="/remarks"/>
    public Task<TResult> UseAsync<TState, TResult>(
        TState state, WasiInstanceAction<TState, TResult> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return _turns.RunAsync(() => UseInTurn(state, action, cancellationToken), cancellationToken);
    }

    /// <summary>Rejects further calls with <see cref="ObjectDisposedException"/>, and frees the instance.</summary>
    /// <remarks>
    /// Does not wait: calls that have started or wait already continue, and the last one frees the instance. Output is flushed, and hosts
    /// that a factory created are disposed. It never throws; failures are logged as warnings.
    /// </remarks>
    public void Dispose() => _turns.Close();

    private TResult UseInTurn<TState, TResult>(TState state, WasiInstanceAction<TState, TResult> action, CancellationToken token) =>
        _turns.Run(
            (state, action),
            static (turns, turn) =>
            {
                GuestCall guest = new(new TurnGuest(turns));
                return turn.action(turn.state, ref guest);
            },
            token);

    private readonly ref struct FunctionCall(string function, ReadOnlySpan<GuestValue> arguments)
    {
        internal string Function { get; } = function;

        internal ReadOnlySpan<GuestValue> Arguments { get; } = arguments;
    }

    /// <summary>The guest during one turn, for <see cref="GuestCall"/>.</summary>
    private sealed class TurnGuest(InstanceTurns turns) : ICallingGuest
    {
        public GuestMemory Memory => turns.Memory;

        public GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments) => turns.InvokeGuest(
            new FunctionCall(export, arguments), static (guest, call) => guest.Invoke(call.Function, call.Arguments));

        public GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) => turns.InvokeGuest(
            new TableCall(table, index, arguments),
            static (guest, call) => ((ICallingGuest)guest).InvokeIndirect(call.Table, call.Index, call.Arguments));
    }

    private readonly ref struct TableCall(string table, ulong index, ReadOnlySpan<GuestValue> arguments)
    {
        internal string Table { get; } = table;

        internal ulong Index { get; } = index;

        internal ReadOnlySpan<GuestValue> Arguments { get; } = arguments;
    }
}
