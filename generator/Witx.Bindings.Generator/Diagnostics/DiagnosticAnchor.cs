namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>A place in the user's C#, by what stands there: it stays the same when only the text around it changes.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Index">Which of several.</param>
/// <param name="Name">The name of a member or of an attribute's argument.</param>
/// <param name="Part">One text among those of which an argument consists.</param>
internal sealed record DiagnosticAnchor(DiagnosticAnchorKind Kind, int Index = 0, string Name = "", string Part = "");

/// <summary>What stands at a place.</summary>
internal enum DiagnosticAnchorKind
{
    /// <summary>The name of the class or, counted from there outwards, of a type around it.</summary>
    Class,

    /// <summary>An argument of a <c>[WitxModule]</c>; the path where it has no name.</summary>
    Module,

    /// <summary>The path of <c>[WitxTypes]</c>.</summary>
    Types,

    /// <summary>An argument of <c>[WitxFaults]</c>.</summary>
    Faults,

    /// <summary>An argument of a <c>[WitxName]</c>: its name is what is named, and the part <c>name</c> the name given to it.</summary>
    Name,

    /// <summary>The name of a member that the user wrote.</summary>
    Member,
}
