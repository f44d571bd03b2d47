using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>Runs a guest with the options of the command line and returns its exit code.</summary>
internal static class GuestRun
{
    public static int Start(RunOptions options, ToolContext context)
    {
        try
        {
            using CancellationTokenSource? timeoutSource = options.Timeout is { } timeout ? new(timeout) : null;
            CancellationToken token = timeoutSource?.Token ?? CancellationToken.None;
            using WasiHost host = new() { CacheCompiledPrograms = context.CacheCompiledPrograms };
            using WasiProgram program = host.Load(options.Module);
            Compilation.Run(program, context, token);
            return Run(host, program, options, context, token);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine($"witx: The program exceeded the timeout of '{options.Timeout}'; pass a longer '--timeout'.");
            return ExitCode.Timeout;
        }
        catch (WasiTrapException trap)
        {
            context.Error.WriteLine(trap.Kind is null ? FormatTrap(trap) : trap.Message);
            return ExitCode.Trap;
        }
        catch (Exception e) when (e is WasiException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot run '{options.Module}': {JoinLines(e.Message)}", e);
        }
    }

    /// <summary>Formats a trap of a system call like the engine formats its own traps, with the guest's stack.</summary>
    private static string FormatTrap(WasiTrapException trap)
    {
        StringBuilder text = new("error while executing at wasm backtrace:\n");
        for (int i = 0; i < trap.GuestFrames.Count; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"    {i}: {trap.GuestFrames[i]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nCaused by:\n    {trap.Message}").ToString();
    }

    private static string JoinLines(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static int Run(WasiHost host, WasiProgram program, RunOptions options, ToolContext context, CancellationToken token)
    {
        using FileStream? stdin = options.Stdin is { } file ? File.OpenRead(file) : null;
        using SignalForwarding signals = new();
        return host.Run(program, new WasiOptions
        {
            Arguments = [Path.GetFileName(options.Module), .. options.Arguments],
            Environment = [.. options.Environment.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value))],
            Input = stdin is null ? context.GuestInput : WasiInput.FromStream(stdin),
            Output = context.GuestOutput,
            Error = context.GuestError,
            Terminal = context.GuestTerminal,
            Mounts = [.. options.Directories.Select(Mount), .. options.MemoryDirectories.Select(MountMemory)],
            Limits = options.MaxMemory is { } memory ? new WasiLimits { MaxMemory = memory } : new WasiLimits(),
            Interceptors = options.IsTraced ? [new CallTrace(BundledInterfaces.Load(), context.Error).Intercept] : [],
            Started = signals.Attach,
            CancellationToken = token,
        });
    }

    private static WasiMount Mount(DirectorySpec directory) =>
        new(directory.Guest, WasiDirectory.Host(directory.Host)) { IsReadOnly = directory.IsReadOnly };

    private static WasiMount MountMemory(string guest) => new(guest, WasiDirectory.Memory());
}
