using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>A guest's run, from the command line to its exit code.</summary>
internal static class GuestRun
{
    public static int Start(RunOptions options, ToolContext terminal)
    {
        try
        {
            using CancellationTokenSource? end = options.Timeout is { } timeout ? new(timeout) : null;
            CancellationToken token = end?.Token ?? CancellationToken.None;
            using WasiHost host = new() { CacheCompiledPrograms = terminal.CachesPrograms };
            using WasiProgram program = host.Load(options.Module);
            Compilation.Run(program, terminal, token);
            return Run(host, program, options, terminal, token);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"witx: The program did not end within {options.Timeout}.");
            return ExitCode.Timeout;
        }
        catch (WasiTrapException trap)
        {
            terminal.Error.WriteLine(trap.Kind is null ? Describe(trap) : trap.Message);
            return ExitCode.Trap;
        }
        catch (Exception e) when (e is WasiException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot run '{options.Module}': {OneLine(e.Message)}", e);
        }
    }

    /// <summary>Describes a trap of a system call in the form that the engine gives to its own.</summary>
    private static string Describe(WasiTrapException trap)
    {
        StringBuilder text = new("error while executing at wasm backtrace:\n");
        for (int i = 0; i < trap.GuestFrames.Count; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"    {i}: {trap.GuestFrames[i]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nCaused by:\n    {trap.Message}").ToString();
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static int Run(WasiHost host, WasiProgram program, RunOptions options, ToolContext terminal, CancellationToken token)
    {
        using FileStream? stdin = options.Stdin is { } file ? File.OpenRead(file) : null;
        using SignalForwarding signals = new();
        return host.Run(program, new WasiOptions
        {
            Arguments = [Path.GetFileName(options.Module), .. options.Arguments],
            Environment = [.. options.Environment.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value))],
            Input = stdin is null ? terminal.GuestInput : WasiInput.FromStream(stdin),
            Output = terminal.GuestOutput,
            Error = terminal.GuestError,
            Terminal = terminal.GuestTerminal,
            Mounts = [.. options.Directories.Select(Mount), .. options.MemoryDirectories.Select(MountMemory)],
            Limits = options.MaxMemory is { } memory ? new WasiLimits { MaxMemory = memory } : new WasiLimits(),
            Interceptors = options.IsTraced ? [new CallTrace(BundledInterfaces.Load(), terminal.Error).Intercept] : [],
            Started = signals.Attach,
            CancellationToken = token,
        });
    }

    private static WasiMount Mount(DirectorySpec directory) =>
        new(directory.Guest, WasiDirectory.Host(directory.Host)) { IsReadOnly = directory.IsReadOnly };

    private static WasiMount MountMemory(string guest) => new(guest, WasiDirectory.Memory());
}
