using System.Collections.Immutable;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>A form that stands outside all others. <c>Docs</c> is what lies before it, comments among them.</summary>
internal abstract record DefinitionSyntax(TextSpan Docs);

/// <summary><c>(use "path")</c></summary>
internal sealed record UseSyntax(string Path, TextSpan PathSpan) : DefinitionSyntax(default(TextSpan));

/// <summary>A malformed definition of what is probably this name.</summary>
internal sealed record BrokenSyntax(NameSyntax Name) : DefinitionSyntax(default(TextSpan));

/// <summary><c>(typename $name type)</c>; without a type where the type is malformed.</summary>
internal sealed record TypenameSyntax(NameSyntax Name, TypeSyntax? Type, bool IsHidden, TextSpan Docs) : DefinitionSyntax(Docs);

/// <summary><c>(@witx const $type $name value)</c></summary>
internal sealed record ConstantSyntax(NameSyntax Type, ConstantMemberSyntax Member) : DefinitionSyntax(Member.Docs);

/// <summary><c>(module $name …)</c></summary>
internal sealed record ModuleSyntax(
    NameSyntax Name,
    ImmutableArray<ImportSyntax> Imports,
    ImmutableArray<FunctionSyntax> Functions,
    TextSpan Docs) : DefinitionSyntax(Docs);

/// <summary><c>(import "name" (memory))</c>, which changes nothing.</summary>
internal sealed record ImportSyntax(NameSyntax Name);

/// <summary><c>(@interface func (export "name") …)</c></summary>
internal sealed record FunctionSyntax(
    NameSyntax Name,
    ImmutableArray<MemberSyntax> Parameters,
    ImmutableArray<MemberSyntax> Results,
    bool IsNoReturn,
    bool IsSound,
    TextSpan Span,
    TextSpan Docs);

/// <summary>
/// A name with a type: a parameter, a result, a field, a case. A case may have no type; all others have none only where it is malformed.
/// </summary>
internal sealed record MemberSyntax(NameSyntax Name, TypeSyntax? Type, TextSpan Docs);

/// <summary>A bare name of an enum or of flags.</summary>
internal readonly record struct LabelSyntax(NameSyntax Name, TextSpan Docs);

/// <summary>A name with a number.</summary>
internal sealed record ConstantMemberSyntax(NameSyntax Name, ulong Value, TextSpan ValueSpan, TextSpan Docs);
