using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Extensions.Options;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Hosting.Programs;

/// <summary>The programs of the service by their names. Each is loaded once, and disposed with the services. Thread-safe.</summary>
internal sealed class ProgramRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<WasiProgram>> _programs = new(StringComparer.Ordinal);

    public ProgramRegistry(
        WasiHost host, IOptions<WasiHostingOptions> options, ProgramFiles files, IEnumerable<ProgramRegistration> registrations)
    {
        foreach (ProgramRegistration program in registrations)
        {
            _programs[program.Name] = new Lazy<WasiProgram>(() => program.Path is { } path
                ? host.Load(files.GetFullPath(path))
                : host.Load(program.Name, program.Bytes));
        }

        foreach ((string name, string path) in options.Value.Programs)
        {
            _programs[name] = new Lazy<WasiProgram>(() => host.Load(files.GetFullPath(path)));
        }
    }

    /// <summary>The names of all programs, sorted.</summary>
    internal IReadOnlyList<string> Names => [.. _programs.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns a program, and loads it first if that was not done yet. It is not compiled.</summary>
    /// <exception cref="ArgumentException">There is no program with this name.</exception>
    internal WasiProgram Get(string name) => _programs.TryGetValue(name, out Lazy<WasiProgram>? program)
        ? program.Value
        : throw new ArgumentException(
            $"There is no program '{name}'. Add it with '{nameof(WasiBuilder)}.{nameof(WasiBuilder.AddProgram)}', or to "
            + $"'{nameof(WasiHostingOptions)}.{nameof(WasiHostingOptions.Programs)}'.",
            nameof(name));

    public void Dispose()
    {
        foreach (Lazy<WasiProgram> program in _programs.Values.Where(static program => program.IsValueCreated))
        {
            program.Value.Dispose();
        }
    }
}
