namespace Witx.Bindings;

/// <summary>The effect of an interface function that the annotated class does not implement.</summary>
public enum MissingFunction
{
    /// <summary>The build fails with CS8795 (partial method without implementation) at the function's line in the witx file.</summary>
    CompileError,

    /// <summary>Guests can import the function. A call traps.</summary>
    Trap,

    /// <summary>Guests can import the function. A call returns <see cref="WitxModuleAttribute.MissingError"/>.</summary>
    /// <remarks>A function that cannot return this error, because it has another result or none, traps.</remarks>
    Return,
}
