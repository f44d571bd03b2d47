namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>A type that is not nested. Nested types, closures and state machines count as the outermost type that declares them.</summary>
/// <param name="Assembly">Name of the assembly that defines the type.</param>
/// <param name="Namespace">Namespace of the type; empty if it has none.</param>
/// <param name="Name">Name without the number of type parameters.</param>
internal readonly record struct CodeType(string Assembly, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
