using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Runs code that may abort its process in a child process: this assembly, started with <c>--child</c>.</summary>
/// <param name="ExitCode">The exit code; 134 after an abort on Unix.</param>
/// <param name="Output">The text on standard output.</param>
/// <param name="Error">The text on standard error.</param>
internal sealed record ChildProcess(int ExitCode, string Output, string Error)
{
    internal const string Argument = "--child";

    private static readonly Dictionary<string, Action<string[]>> s_children = new()
    {
        [nameof(ModuleChild.CompileUnscanned)] = ModuleChild.CompileUnscanned,
        [nameof(ModuleChild.CompileMutations)] = ModuleChild.CompileMutations,
        [nameof(ModuleChild.InvokeElements)] = ModuleChild.InvokeElements,
        [nameof(StackChild.Recurse)] = StackChild.Recurse,
    };

    internal static async Task<ChildProcess> Run(Action<string[]> child, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(ChildProcess).Assembly.Location, Argument, child.Method.Name, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ChildProcess(process.ExitCode, output, await error);
    }

    /// <summary>Runs the code in the child process that <see cref="Run"/> started.</summary>
    internal static int Enter(string[] arguments)
    {
        s_children[arguments[0]](arguments[1..]);
        return 0;
    }
}
