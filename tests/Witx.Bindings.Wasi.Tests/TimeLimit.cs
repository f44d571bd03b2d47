using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Sdk;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Waits that fail the test if the product never answers; without the limit, the test would hang.</summary>
internal static class TimeLimit
{
    /// <summary>The limit, which is much longer than such a wait takes on a busy machine.</summary>
    internal static TimeSpan Value { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Waits for the task, and fails if it does not complete.</summary>
    internal static async Task WaitInTimeAsync(this Task task, [CallerArgumentExpression(nameof(task))] string? name = null)
    {
        try
        {
            await task.WaitAsync(Value, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw FailException.ForFailure($"'{name}' did not complete within {Value.TotalMinutes} minutes.");
        }
    }

    /// <inheritdoc cref="WaitInTimeAsync(Task, string?)"/>
    internal static async Task<T> WaitInTimeAsync<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? name = null)
    {
        await ((Task)task).WaitInTimeAsync(name);
        return await task;
    }

    /// <summary>Runs a test on a thread of its own, and fails if it does not end.</summary>
    internal static void Run(Action test, [CallerMemberName] string? name = null) => Call(
        () =>
        {
            test();
            return 0;
        },
        name);

    /// <summary>Makes a call on a thread of its own, and fails if it does not return.</summary>
    internal static T Call<T>(Func<T> call, [CallerArgumentExpression(nameof(call))] string? name = null)
    {
        TaskCompletionSource<T> completion = new();
        Thread thread = new(() =>
        {
            try
            {
                completion.SetResult(call());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return completion.Task.WaitInTimeAsync(name).GetAwaiter().GetResult();
    }
}
