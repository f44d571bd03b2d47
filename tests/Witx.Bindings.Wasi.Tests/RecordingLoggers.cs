using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Logging;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Records log entries at a level or above, as text lines and as fields.</summary>
internal sealed class RecordingLoggers(LogLevel level) : ILoggerFactory, ILogger
{
    internal List<string> Lines { get; } = [];

    internal List<Dictionary<string, object?>> Fields { get; } = [];

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
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= level;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Add($"{logLevel} {formatter(state, exception)}");
        Fields.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary());
    }
}
