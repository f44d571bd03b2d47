namespace Witx.Bindings.Language;

/// <summary>A name where it stands: without its <c>$</c>, while the span has it.</summary>
internal readonly record struct NameSyntax(string Text, TextSpan Span);
