using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Wasmtime;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>A guest's run, from the command line to its exit code.</summary>
internal static class GuestRun
{
    public static int Start(RunOptions options, Terminal terminal)
    {
        try
        {
            using WasiHost host = new() { CachesPrograms = terminal.CachesPrograms };
            using WasiProgram program = host.Load(options.Module);
            Compilation.Run(program, options.Timeout is not null, terminal);
            return Run(host, program, options, terminal);
        }
        catch (TrapException trap)
        {
            terminal.Error.WriteLine(trap.Message);
            return ExitCode.Trap;
        }
        catch (WitxTrapException trap)
        {
            terminal.Error.WriteLine("error while executing at wasm backtrace:");
            for (int i = 0; i < trap.GuestFrames.Count; i++)
            {
                terminal.Error.WriteLine($"    {i}: {trap.GuestFrames[i]}");
            }

            terminal.Error.WriteLine($"\nCaused by:\n    {trap.Message}");
            return ExitCode.Trap;
        }
        catch (Exception e) when (e is UnresolvedImportsException or WasmtimeException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot run '{options.Module}': {OneLine(e.Message)}", e);
        }
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static int Run(WasiHost host, WasiProgram program, RunOptions options, Terminal terminal)
    {
        using FileStream? stdin = options.Stdin is { } file ? File.OpenRead(file) : null;
        using CancellationTokenSource? end = options.Timeout is { } timeout ? new(timeout) : null;
        try
        {
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
                CancellationToken = end?.Token ?? CancellationToken.None,
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"witx: The program did not end within {options.Timeout}.");
            return ExitCode.Timeout;
        }
    }

    private static WasiMount Mount(DirectorySpec directory) =>
        new(directory.Guest, WasiDirectory.Host(directory.Host)) { IsReadOnly = directory.IsReadOnly };

    private static WasiMount MountMemory(string guest) => new(guest, WasiDirectory.Memory());
}
