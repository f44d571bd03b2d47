using System.Collections.Immutable;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A top-level form. <c>Docs</c> is the span in front of it, which contains its comments.</summary>
internal abstract record DefinitionSyntax(TextSpan Docs);

/// <summary><c>(use "path")</c></summary>
internal sealed record UseSyntax(string Path, TextSpan PathSpan) : DefinitionSyntax(default(TextSpan));

/// <summary>A malformed definition that probably defines this name.</summary>
internal sealed record BrokenSyntax(NameSyntax Name) : DefinitionSyntax(default(TextSpan));

/// <summary><c>(typename $name type)</c>; the type is null if it is malformed.</summary>
internal sealed record TypenameSyntax(NameSyntax Name, TypeSyntax? Type, bool IsHidden, TextSpan Docs) : DefinitionSyntax(Docs);

/// <summary><c>(@witx const $type $name value)</c></summary>
internal sealed record ConstantSyntax(NameSyntax Type, ConstantMemberSyntax Member) : DefinitionSyntax(Member.Docs);

/// <summary><c>(module $name …)</c></summary>
internal sealed record ModuleSyntax(
    NameSyntax Name,
    ImmutableArray<ImportSyntax> Imports,
    ImmutableArray<FunctionSyntax> Functions,
    TextSpan Docs) : DefinitionSyntax(Docs);

/// <summary><c>(import "name" (memory))</c>, which has no effect.</summary>
internal sealed record ImportSyntax(NameSyntax Name);

/// <summary><c>(@interface func (export "name") …)</c></summary>
internal sealed record FunctionSyntax(
    NameSyntax Name,
    ImmutableArray<MemberSyntax> Parameters,
    ImmutableArray<MemberSyntax> Results,
    bool IsNoReturn,
    bool HasErrors,
    TextSpan Span,
    TextSpan Docs);

/// <summary>
/// A parameter, result, field or case. The type of a case is optional; otherwise a null type is malformed.
/// </summary>
internal sealed record MemberSyntax(NameSyntax Name, TypeSyntax? Type, TextSpan Docs);

/// <summary>A member of an enum or of flags.</summary>
internal readonly record struct LabelSyntax(NameSyntax Name, TextSpan Docs);

/// <summary>The name and value of a constant.</summary>
internal sealed record ConstantMemberSyntax(NameSyntax Name, ulong Value, TextSpan ValueSpan, TextSpan Docs);
