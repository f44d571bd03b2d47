using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A name without its <c>$</c>. The span includes it.</summary>
internal readonly record struct NameSyntax(string Text, TextSpan Span);
