namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>A symbolic location in the user's C#. It does not change when only the text around it changes.</summary>
/// <param name="Kind">The kind of syntax at the location.</param>
/// <param name="Index">The index among syntax of the same kind and name.</param>
/// <param name="Name">The name of a member or of an attribute's argument.</param>
/// <param name="Part">A string inside an argument; empty for the whole argument.</param>
internal sealed record DiagnosticAnchor(DiagnosticAnchorKind Kind, int Index = 0, string Name = "", string Part = "");

/// <summary>The kind of syntax that an anchor refers to.</summary>
internal enum DiagnosticAnchorKind
{
    /// <summary>The name of the class (index 0) or of a type around it (index 1 and up).</summary>
    Class,

    /// <summary>An argument of a <c>[WitxModule]</c>; the path if the name is empty.</summary>
    Module,

    /// <summary>The path of <c>[WitxTypes]</c> or <c>[WitxImports]</c>.</summary>
    File,

    /// <summary>An argument of <c>[WitxFaults]</c>.</summary>
    Faults,

    /// <summary>The first argument of a <c>[WitxName]</c>, or with the part <c>name</c> its second.</summary>
    Name,

    /// <summary>The name of a member declared in the user's source.</summary>
    Member,
}
