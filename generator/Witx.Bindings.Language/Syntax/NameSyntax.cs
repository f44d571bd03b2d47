using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A name where it stands: without its <c>$</c>, while the span has it.</summary>
internal readonly record struct NameSyntax(string Text, TextSpan Span);
