using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi;
using Witx.Bindings.Wasmtime;

namespace Witx.Bindings.Tool;

/// <summary>
/// Prints the warnings that the WASI host logs, for example about a refused access, each on one line with the option that allows it. The
/// host limits their rate.
/// </summary>
internal sealed class HostWarnings(ToolContext context) : ILoggerFactory, ILogger
{
    // Event identifiers of Witx.Bindings.Wasi.
    private const int ProcessTrapped = 64;
    private const int ProgramRejected = 65;
    private const int ProgramNotAllowed = 67;
    private const int ProgramTooLarge = 68;
    private const int ProgramNeedsMemory = 69;
    private const int NetworkRefused = 200;
    private const int WarningsDropped = 201;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == ProcessTrapped && exception is WasiTrapException trap)
        {
            // The parent of the process gets only the number of a signal.
            context.Error.WriteLine(TrapText.Format(trap));
            return;
        }

        Dictionary<string, object?> fields =
            (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(StringComparer.Ordinal);
        string Get(string field) => fields.GetValueOrDefault(field)?.ToString() ?? "";
        context.WriteWarning(SingleLine.From(eventId.Id switch
        {
            ProgramRejected => $"Cannot execute '{Get("program")}': {Explain(exception)} See 'witx inspect'.",
            ProgramNotAllowed => $"Refused to execute '{Get("path")}'; allow it with '--dir HOST::GUEST:exec' or '--program NAME=FILE'.",
            ProgramTooLarge => $"Cannot execute '{Get("path")}', because the file is too large; pass it with '--program NAME=FILE'.",
            ProgramNeedsMemory =>
                $"Cannot start '{Get("program")}', because its memory exceeds the limit; pass a larger '--max-memory'.",
            NetworkRefused => ExplainRefusal(Get("access"), Get("target")),
            WarningsDropped => $"{Get("count")} warnings were not printed, because there are too many; '--trace' prints all calls.",
            _ => $"{formatter(state, exception)} {exception?.Message}",
        }));
    }

    public void Dispose()
    {
    }

    private static string Explain(Exception? exception) =>
        (exception as UnresolvedImportsException ?? exception?.InnerException as UnresolvedImportsException)?.Imports switch
        {
            null or [] => exception?.Message ?? "",
            [var import] => $"The import '{import}' is missing.",
            var imports => $"The import '{imports[0]}' is missing, and {imports.Count - 1} others.",
        };

    private static string ExplainRefusal(string access, string target) => access switch
    {
        nameof(WasiNetworkAccess.Resolve) => $"Refused to look up '{target}'; allow it with '--net {target}'.",
        nameof(WasiNetworkAccess.Outbound) when IPEndPoint.TryParse(target, out IPEndPoint? peer) =>
            $"Refused to connect to '{target}'; allow it with '--net {NetworkSpec.Format(peer)}'.",
        nameof(WasiNetworkAccess.Inbound) when IPEndPoint.TryParse(target, out IPEndPoint? local) =>
            $"Refused to listen on '{target}'; allow it with '--listen {NetworkSpec.Format(local)}'.",
        _ => $"Refused {access} network access to '{target}'; 'witx run' has no option that allows it.",
    };
}
