using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting;

/// <summary>
/// Runs the programs of the service. It is a scoped service: hosts that <see cref="WasiBuilder.AddHost{THost}"/> has added are resolved
/// from its scope.
/// </summary>
/// <remarks>
/// <para>
/// The options of a run have, in this order: the limits of <see cref="WasiHostingOptions"/>, the loggers and the meter of the service, the
/// hosts, the callbacks of <see cref="WasiBuilder.ConfigureRuns(Action{IServiceProvider, WasiOptions})"/>, and the callback of the call.
/// </para>
/// <para>All runs of one scope share its scoped hosts, so such hosts must be thread-safe if a scope runs several guests at a time.</para>
/// </remarks>
public interface IWasiRunner
{
    /// <summary>Gets the names of all programs of the service, sorted.</summary>
    IReadOnlyList<string> Programs { get; }

    /// <summary>Runs a program, which must be a command, on a thread of the host (<see cref="WasiProgram.RunAsync"/>).</summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="configure">Completes the options: arguments, streams, mounts and limits. It may be null.</param>
    /// <param name="cancellationToken">Removes the run from the queue, or ends it.</param>
    /// <returns>A task with the exit code and the resources that the guest used.</returns>
    /// <exception cref="ArgumentException">There is no program with this name, or an option is invalid.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="WasiProgramException">The program is not valid, is not a command, or imports unknown functions.</exception>
    /// <exception cref="WasiTrapException">The program trapped.</exception>
    /// <exception cref="WasiLimitException">
    /// The program exceeded a limit that ends it, such as <see cref="WasiHostingOptions.Timeout"/>.
    /// </exception>
    /// <exception cref="WasiCapacityException">All threads or instances are in use, and the queue is full. Reject the work.</exception>
    /// <exception cref="IOException">A mount, the program's file or the cache directory cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The service has stopped.</exception>
    /// <remarks>All exceptions are in the task. An exception of a host function is rethrown unchanged.</remarks>
    Task<WasiResult> RunAsync(
        string program, Action<WasiOptions>? configure = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates an instance of a program, which must be a reactor or a library, on a thread of the host
    /// (<see cref="WasiProgram.InstantiateAsync"/>).
    /// </summary>
    /// <param name="program">The name of the program.</param>
    /// <param name="configure">Completes the options. It may be null.</param>
    /// <param name="cancellationToken">Removes the call from the queue, or ends the initialization.</param>
    /// <returns>
    /// A task with the instance. The caller disposes it, before the scope if the instance uses scoped hosts.
    /// </returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    /// <remarks>All exceptions are in the task. The timeout applies to the initialization and to each later call.</remarks>
    Task<WasiInstance> InstantiateAsync(
        string program, Action<WasiOptions>? configure = null, CancellationToken cancellationToken = default);
}
