using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Extensions.Logging.Abstractions;
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
            context.Error.WriteLine(TrapText.Format(trap));
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
            throw new UsageException($"Cannot run '{module}': {SingleLine.From(e.Message)}", e) { ExitCode = ExitCode.NotFound };
        }
    }

    /// <summary>Formats an error on one line; missing imports follow on lines of their own.</summary>
    private static string Explain(Exception error) => error.InnerException is UnresolvedImportsException { Imports: var missing }
        ? string.Join("\n  ", [FormatCount(missing.Count), .. missing.Select(SingleLine.From)])
        : SingleLine.From(error.Message);

    private static string FormatCount(int missing) => missing is 1 ? "1 import is missing." : $"{missing} imports are missing.";

    private static int Run(
        WasiProgram program, ProgramSet programs, RunOptions options, ToolContext context, CancellationToken token)
    {
        using FileStream? stdin = options.Stdin is { } file ? File.OpenRead(file) : null;
        using TextWriter? traceFile = options.TraceFile is { } path ? CreateTraceFile(path) : null;
        using SignalForwarding signals = new();
        using HostWarnings warnings = new(context);
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
            LoggerFactory = options.ShowsWarnings ? warnings : NullLoggerFactory.Instance,
            Started = signals.Attach,
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
}
