using System;
using System.Collections.Generic;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The programs that a guest can execute, by name. Disposes them together.</summary>
internal sealed class ProgramSet : IDisposable
{
    private readonly Dictionary<string, WasiExecutable> _programs = [];
    private readonly List<WasiProgram> _owned = [];

    /// <summary>The programs by name.</summary>
    public IDictionary<string, WasiExecutable> Programs => _programs;

    /// <summary>Adds a program. A later one replaces one of the same name.</summary>
    public void Add(string name, WasiProgram program)
    {
        _owned.Add(program);
        _programs[name] = program;
    }

    public void Dispose() => _owned.ForEach(static program => program.Dispose());
}
