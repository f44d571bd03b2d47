namespace Witx.Bindings.Wasi;

/// <summary>A program that a guest can execute (<see cref="WasiOptions.Programs"/>): a <see cref="WasiProgram"/>.</summary>
public abstract class WasiExecutable
{
    private protected WasiExecutable()
    {
    }

    /// <summary>Gets the name of the program in messages: the name passed to <c>Load</c>, or the file name without its extension.</summary>
    public abstract string Name { get; }
}
