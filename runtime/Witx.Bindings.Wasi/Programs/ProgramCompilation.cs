using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>
/// The compilation of one program by one engine, on a thread of its own. It finishes even if all callers cancel their waits.
/// </summary>
/// <param name="slots">Limits the number of concurrent compilations of the host, including those that no caller waits for.</param>
/// <param name="compile">Compiles the program.</param>
/// <param name="addLease">
/// Adds a lease that keeps the host and the program alive until the compilation ends. The caller of <see cref="Wait"/> owns one already.
/// </param>
[SuppressMessage("Design", "CA1001", Justification = "The task never allocates a wait handle, and the program disposes its result.")]
internal sealed class ProgramCompilation(SemaphoreSlim slots, Func<CompiledProgram> compile, Func<IDisposable> addLease)
{
    // Compilers recurse over nested blocks of the program.
    private const int StackSize = 8 << 20;

    private readonly Lock _gate = new();
    private Task<CompiledProgram>? _task;

    /// <summary>True if the compilation was started, and has perhaps finished.</summary>
    internal bool IsStarted => Volatile.Read(ref _task) is not null;

    /// <summary>Returns the compiled program if the compilation has succeeded.</summary>
    internal bool TryGet([NotNullWhen(true)] out CompiledProgram? compiled)
    {
        compiled = Volatile.Read(ref _task) is { IsCompletedSuccessfully: true } task ? task.Result : null;
        return compiled is not null;
    }

    /// <summary>Waits for the compiled program. Starts the compilation if it was not started yet.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="WasiCapacityException">The system refuses to start a thread.</exception>
    internal CompiledProgram Wait(CancellationToken token)
    {
        Task<CompiledProgram> task = Volatile.Read(ref _task) ?? Start(token);
        if (!task.IsCompleted)
        {
            Task.WaitAny([task], token);
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Disposes the compiled program, if the compilation succeeded. Called when no compilation runs.</summary>
    internal void Free()
    {
        if (_task is { IsCompletedSuccessfully: true } task)
        {
            task.Result.Dispose();
        }
    }

    private Task<CompiledProgram> Start(CancellationToken token)
    {
        slots.Wait(token);
        lock (_gate)
        {
            if (_task is not null)
            {
                slots.Release();
                return _task;
            }

            TaskCompletionSource<CompiledProgram> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
            IDisposable lease = addLease();
            try
            {
                new Thread(() => Run(completion, lease), StackSize) { IsBackground = true, Name = "WASI compilation" }.Start();
            }
            catch (OutOfMemoryException exception)
            {
                slots.Release();
                lease.Dispose();
                throw new WasiCapacityException("The system refuses to start a thread for the compilation of the program.", exception);
            }

            Volatile.Write(ref _task, completion.Task);
            return completion.Task;
        }
    }

    private void Run(TaskCompletionSource<CompiledProgram> completion, IDisposable lease)
    {
        try
        {
            completion.SetResult(compile());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
        finally
        {
            slots.Release();
            lease.Dispose();
        }
    }
}
