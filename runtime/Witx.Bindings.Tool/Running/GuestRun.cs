using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

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
            using WasiHost host = new(new WasiHostOptions
            {
                CacheCompiledPrograms = options.UsesCache && context.CacheCompiledPrograms,
                CacheDirectory = options.UsesCache ? context.CacheDirectory : null,
                CountsFuel = CountsFuel(options),
            });
            using WasiProgram program = Load(host, options.Module);
            using ProgramSet programs = new();
            foreach (ProgramSpec spec in options.Programs)
            {
                programs.Add(spec.Name, Load(host, spec.File));
            }

            bool isInterruptible = token.CanBeCanceled || CountsFuel(options) || options.Invoke is not null;
            Compilation.Run(program, context, isInterruptible, token);
            return Run(program, programs, options, context, token);
        }
        catch (OperationCanceledException)
        {
            context.WriteError($"The program exceeded the timeout of '{options.Timeout}'; pass a longer '--timeout'.");
            return ExitCode.Timeout;
        }
        catch (WasiLimitException limit)
        {
            context.WriteError(limit.Limit == nameof(WasiLimits.Fuel)
                ? $"The program used up its '{options.Fuel}' units of fuel; pass a larger '--fuel'."
                : limit.Message);
            return ExitCode.Timeout;
        }
        catch (WasiExitException exit)
        {
            return exit.ExitCode;
        }
        catch (WasiTrapException trap)
        {
            context.Error.WriteLine(FormatTrap(trap));
            return ExitCode.Trap;
        }
        catch (Exception e) when (e is WasiException or IOException or UnauthorizedAccessException)
        {
            int exitCode = e is WasiException ? ExitCode.NotExecutable : ExitCode.HostFailure;
            throw new UsageException($"Cannot run '{options.Module}': {Explain(e)}", e) { ExitCode = exitCode };
        }
    }

    private static bool CountsFuel(RunOptions options) => options.Fuel is not null || options.ShowsStatistics;

    private static WasiProgram Load(WasiHost host, string module)
    {
        try
        {
            return host.Load(module);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"Cannot run '{module}': {JoinLines(e.Message)}", e) { ExitCode = ExitCode.NotFound };
        }
    }

    /// <summary>Formats a trap. That of a system call looks like the engine's own traps, with the guest's stack.</summary>
    private static string FormatTrap(WasiTrapException trap)
    {
        if (trap.Kind is not null)
        {
            return trap.Message;
        }

        StringBuilder text = new("error while executing at wasm backtrace:\n");
        for (int i = 0; i < trap.GuestFrames.Count; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"    {i}: {trap.GuestFrames[i]}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\nCaused by:\n    {trap.Message}").ToString();
    }

    /// <summary>Formats an error on one line; missing imports follow on lines of their own.</summary>
    private static string Explain(Exception error) => error.InnerException is UnresolvedImportsException { Imports: var missing }
        ? string.Join("\n  ", [missing.Count is 1 ? "1 import is missing." : $"{missing.Count} imports are missing.", .. missing])
        : JoinLines(error.Message);

    private static string JoinLines(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static int Run(
        WasiProgram program, ProgramSet programs, RunOptions options, ToolContext context, CancellationToken token)
    {
        using FileStream? stdin = options.Stdin is { } file ? File.OpenRead(file) : null;
        using TextWriter? traceFile = options.TraceFile is { } path ? CreateTraceFile(path) : null;
        using SignalForwarding signals = new();
        WasiOptions guest = new()
        {
            Arguments = [Path.GetFileName(options.Module), .. options.Arguments],
            Environment = [.. GetEnvironment(options)],
            Input = stdin is null ? context.GuestInput : WasiInput.FromStream(stdin),
            Output = context.GuestOutput,
            Error = context.GuestError,
            Terminal = context.GuestTerminal,
            Mounts = [.. GuestMounts.Create(options)],
            Network = GetNetwork(options),
            Programs = programs.Programs,
            Limits = { Fuel = options.Fuel },
            Interceptors = options.IsTraced ? [CreateTrace(options, traceFile, context).Intercept] : [],
            Started = signals.Attach,
            ProcessExited = (process, _) => WriteTrap(process, context),
        };
        if (options.WorkingDirectory is { } directory)
        {
            guest.WorkingDirectory = directory;
        }

        if (options.MaxMemory is { } memory)
        {
            guest.Limits.MaxMemory = memory;
        }

        if (options.Invoke is { } export)
        {
            GuestInvocation.Run(program, export, options.Arguments, guest, context, token);
            return ExitCode.Success;
        }

        if (options.ShowsStatistics)
        {
            guest.Measures = WasiMeasures.Fuel | WasiMeasures.Calls | WasiMeasures.ProcessorTime;
        }

        WasiResult result = program.Run(guest, token);
        if (options.ShowsStatistics)
        {
            context.Error.WriteLine(ResultText.Format(result));
        }

        return result.ExitCode;
    }

    private static CallTrace CreateTrace(RunOptions options, TextWriter? file, ToolContext context)
    {
        CallFilter filter = new(options.TracedCalls);
        CallTrace trace = new(
            BundledInterfaces.Load(), file ?? context.Error, filter, file is null ? context.ErrorStyle : TerminalStyle.Plain);
        filter.CheckMatches(trace.FunctionNames);
        return trace;
    }

    private static StreamWriter CreateTraceFile(string path)
    {
        try
        {
            // A line of a guest that ends the process is in the file.
            return new StreamWriter(path) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot write the trace '{path}': {e.Message}", e) { ExitCode = ExitCode.HostFailure };
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> GetEnvironment(RunOptions options)
    {
        HashSet<string> names = [.. options.Environment.Select(static variable => variable.Name)];
        IEnumerable<KeyValuePair<string, string>> inherited = options.InheritsEnvironment
            ? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(static variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""))
                .Where(variable => !names.Contains(variable.Key))
                .OrderBy(static variable => variable.Key, StringComparer.Ordinal)
            : [];
        return inherited.Concat(options.Environment.Select(static variable => KeyValuePair.Create(variable.Name, variable.Value)));
    }

    private static WasiNetwork GetNetwork(RunOptions options)
    {
        WasiNetworkRule[] rules =
        [
            .. options.Outbound.Select(static place => place.ToRule(isInbound: false)),
            .. options.Inbound.Select(static place => place.ToRule(isInbound: true)),
        ];
        return rules.Length > 0 ? WasiNetwork.Host(rules) : WasiNetwork.Closed;
    }

    /// <summary>Prints the trap that ended a process of the guest. Its parent learns only the number of a signal.</summary>
    private static void WriteTrap(WasiProcess process, ToolContext context)
    {
        if (process.Trap is { } trap)
        {
            context.Error.WriteLine(FormatTrap(trap));
        }
    }
}
