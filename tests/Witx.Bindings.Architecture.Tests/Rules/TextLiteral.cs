namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>A string literal in a method body.</summary>
/// <param name="User">The type that contains the literal.</param>
/// <param name="Member">The member that contains the literal.</param>
/// <param name="Text">The text of the literal.</param>
internal readonly record struct TextLiteral(CodeType User, string Member, string Text);
