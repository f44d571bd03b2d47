using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The compilation of one program by one engine, on a thread of its own. A caller that is cancelled leaves it to finish.</summary>
/// <param name="slots">Bounds how many compilations of the host run at a time, those that callers have left included.</param>
/// <param name="compile">Compiles the program.</param>
/// <param name="hold">Keeps the host and the program alive until the compilation ends. The caller of <see cref="Wait"/> has a lease.</param>
[SuppressMessage("Design", "CA1001", Justification = "The task never allocates a wait handle, and the program disposes its result.")]
internal sealed class ProgramCompilation(SemaphoreSlim slots, Func<CompiledProgram> compile, Func<IDisposable> hold)
{
    // Compilers recurse over what a program nests.
    private const int StackSize = 8 << 20;

    private readonly Lock _gate = new();
    private Task<CompiledProgram>? _task;

    /// <summary>Waits for the compiled program, and starts the compilation if nobody has.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
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
            IDisposable held = hold();
            new Thread(() => Run(completion, held), StackSize) { IsBackground = true, Name = "WASI compilation" }.Start();
            Volatile.Write(ref _task, completion.Task);
            return completion.Task;
        }
    }

    private void Run(TaskCompletionSource<CompiledProgram> completion, IDisposable held)
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
            held.Dispose();
        }
    }
}
