namespace Witx.Bindings;

/// <summary>What happens to a function of the interface that the annotated class does not implement.</summary>
public enum MissingFunction
{
    /// <summary>The compiler refuses it: error CS8795, at the function's line in the witx file.</summary>
    CompileError,

    /// <summary>A guest can import it, and traps when it calls it.</summary>
    Trap,

    /// <summary>A guest can import it, and is answered by <see cref="WitxModuleAttribute.MissingError"/> when it calls it; a function that cannot answer so traps.</summary>
    Return,
}
