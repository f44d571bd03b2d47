using Witx.Bindings.Wasi.Processes;
using Witx.Bindings.Wasi.Programs;

namespace Witx.Bindings.Wasi;

/// <summary>A compiled program of a <see cref="WasiProgram"/> that a process runs.</summary>
/// <param name="name">The name of the program in messages.</param>
/// <param name="compiled">The compiled program.</param>
/// <param name="owner">The program.</param>
/// <param name="lease">Keeps the program alive.</param>
internal sealed class ProgramReference(string name, CompiledProgram compiled, WasiProgram owner, WasiProgram.Lease lease) : IExecutable
{
    internal CompiledProgram Compiled => compiled;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool ImportsWasix => compiled.ImportsWasix;

    /// <inheritdoc/>
    public bool HandlesSignals => compiled.HandlesSignals;

    /// <inheritdoc/>
    public IExecutable AddReference() => new ProgramReference(name, compiled, owner, owner.AddLease());

    /// <inheritdoc/>
    public void Dispose() => lease.Dispose();
}
