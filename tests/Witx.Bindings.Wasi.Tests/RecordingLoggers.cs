using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Records log entries at a level or above, as text lines and as fields, with their scopes. Thread-safe.</summary>
internal sealed class RecordingLoggers(LogLevel level) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly LoggerExternalScopeProvider _scopes = new();

    internal List<string> Lines { get; } = [];

    internal List<Dictionary<string, object?>> Fields { get; } = [];

    /// <summary>The texts of the scopes around each entry, outermost first.</summary>
    internal List<string[]> Scopes { get; } = [];

    /// <summary>The fields of the scopes around each entry. Those of inner scopes replace those of outer ones.</summary>
    internal List<Dictionary<string, object?>> ScopeFields { get; } = [];

    internal List<Exception?> Exceptions { get; } = [];

    internal string? Category { get; private set; }

    public ILogger CreateLogger(string categoryName)
    {
        Category = categoryName;
        return this;
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= level;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        List<string> scopes = [];
        Dictionary<string, object?> fields = [];
        _scopes.ForEachScope<object?>(
            (scope, _) =>
            {
                scopes.Add(scope!.ToString()!);
                foreach ((string name, object? value) in scope as IEnumerable<KeyValuePair<string, object?>> ?? [])
                {
                    fields[name] = value;
                }
            },
            null);
        lock (_gate)
        {
            Lines.Add($"{logLevel} {formatter(state, exception)}");
            Fields.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary());
            Scopes.Add([.. scopes]);
            ScopeFields.Add(fields);
            Exceptions.Add(exception);
        }
    }
}
