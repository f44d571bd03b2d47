using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

internal sealed partial class TypeResolver
{
    private static EnumType? ResolveEnum(Source source, EnumTypeSyntax syntax) =>
        ResolveLabels(source, syntax.Members, "enum", "member") is { } members
            && CheckTagCapacity(source, syntax.Members.Length, syntax.Repr, "enum", syntax.Span)
            ? new EnumType(syntax.Repr, members, syntax.IsWide)
            : null;

    private static FlagsType? ResolveFlags(Source source, FlagsTypeSyntax syntax)
    {
        ImmutableArray<Member>? members = ResolveLabels(source, syntax.Members, "flags type", "flag");
        int count = syntax.Members.Length;
        if (count > (int)syntax.Repr * 8)
        {
            string repr = count <= 16 ? "u16" : count <= 32 ? "u32" : "u64";
            string advice = count <= 64 ? $"write '(flags (@witx repr {repr}) …)'" : "split them into several types";
            source.Error(TypeErrors.TooManyMembers, syntax.Span, count, ReprName(syntax.Repr), advice);
            return null;
        }

        return members is { } valid ? new FlagsType(syntax.Repr, valid) : null;
    }

    private static ImmutableArray<Member>? ResolveLabels(Source source, ImmutableArray<LabelSyntax> syntaxes, string owner, string what)
    {
        ImmutableArray<Member>.Builder members = ImmutableArray.CreateBuilder<Member>(syntaxes.Length);
        NameSet names = new();
        foreach (LabelSyntax syntax in syntaxes)
        {
            if (AddUnique(source, names, syntax.Name, owner, what))
            {
                members.Add(new Member(syntax.Name.Text, source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
            }
        }

        return members.Count == syntaxes.Length ? members.MoveToImmutable() : null;
    }

    private VariantType? ResolveVariant(Source source, VariantTypeSyntax syntax)
    {
        string owner = syntax.IsUnion ? "union" : "variant";
        if (!CheckNotEmpty(source, syntax.Cases.Length, owner, syntax.Span))
        {
            return null;
        }

        Tag? tag = ResolveTag(source, syntax.Tag);
        ImmutableArray<VariantCase>? cases = ResolveCases(source, syntax.Cases, owner);
        if (tag is null || cases is not { } valid || !CheckTagCapacity(source, valid.Length, tag.Repr, owner, syntax.Span))
        {
            return null;
        }

        if (tag.Members is null)
        {
            return new VariantType(tag.Repr, tag.Name, valid);
        }

        return ArrangeByTag(source, syntax, tag, valid) is { } arranged ? new VariantType(tag.Repr, tag.Name, arranged) : null;
    }

    private ImmutableArray<VariantCase>? ResolveCases(Source source, ImmutableArray<MemberSyntax> syntaxes, string owner)
    {
        ImmutableArray<VariantCase>.Builder cases = ImmutableArray.CreateBuilder<VariantCase>(syntaxes.Length);
        NameSet names = new();
        foreach (MemberSyntax syntax in syntaxes)
        {
            WitxType? type = syntax.Type is null ? null : Resolve(source, syntax.Type);
            if (AddUnique(source, names, syntax.Name, owner, "case") && type is null == syntax.Type is null)
            {
                cases.Add(new VariantCase(syntax.Name.Text, type, source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
            }
        }

        return cases.Count == syntaxes.Length ? cases.MoveToImmutable() : null;
    }

    /// <summary>Sorts cases into the order of the tag's members. Reports an error unless the names are the same.</summary>
    private ImmutableArray<VariantCase>? ArrangeByTag(
        Source source, VariantTypeSyntax syntax, Tag tag, ImmutableArray<VariantCase> cases)
    {
        Dictionary<string, VariantCase> byName = cases.ToDictionary(static variantCase => variantCase.Name);
        ImmutableArray<VariantCase>.Builder arranged = ImmutableArray.CreateBuilder<VariantCase>(cases.Length);
        foreach (string member in tag.Members!)
        {
            if (byName.TryGetValue(member, out VariantCase? found))
            {
                arranged.Add(found);
                _ = byName.Remove(member);
            }
        }

        foreach (MemberSyntax stray in syntax.Cases.Where(stray => byName.ContainsKey(stray.Name.Text)))
        {
            string hint = suggestions.DidYouMean(stray.Name.Text, tag.Members!, "$");
            source.Error(TypeErrors.TagMember, stray.Name.Span, tag.Name!.Definition.Name, stray.Name.Text, hint);
        }

        return byName.Count is 0 && CheckCaseCount(source, tag, cases.Length, syntax.Span) ? arranged.ToImmutable() : null;
    }

    private VariantType? ResolveUnion(Source source, UnionTypeSyntax syntax)
    {
        if (!CheckNotEmpty(source, syntax.Types.Length, "union", syntax.Span))
        {
            return null;
        }

        Tag? tag = ResolveTag(source, syntax.Tag);
        ImmutableArray<WitxType>? types = ResolveAll(source, syntax.Types);
        if (tag is null || types is not { } valid || !CheckCaseCount(source, tag, valid.Length, syntax.Span)
            || !CheckTagCapacity(source, valid.Length, tag.Repr, "union", syntax.Span))
        {
            return null;
        }

        ImmutableArray<VariantCase>.Builder cases = ImmutableArray.CreateBuilder<VariantCase>(valid.Length);
        for (int i = 0; i < valid.Length; i++)
        {
            string name = tag.Members is null ? i.ToString(CultureInfo.InvariantCulture) : tag.Members[i];
            cases.Add(new VariantCase(name, valid[i], "", source.Locate(syntax.Types[i].Span)));
        }

        return new VariantType(tag.Repr, tag.Name, cases.MoveToImmutable());
    }

    private Tag? ResolveTag(Source source, TagSyntax? syntax)
    {
        if (syntax?.Name is not { } name)
        {
            return new Tag(syntax?.Repr ?? IntRepr.U32, null, null);
        }

        if (scope.Find(source, name) is not { } definition)
        {
            return null;
        }

        NamedType named = new(definition);
        switch (named.Resolved)
        {
            case EnumType type:
                return new Tag(type.Repr, named, [.. type.Members.Select(static member => member.Name)]);
            case BoolType:
                return new Tag(IntRepr.U32, named, ["false", "true"]);
            case BuiltinType { Kind: <= BuiltinKind.U64 } type:
                return new Tag((IntRepr)(1 << (int)type.Kind), named, null);
            case VariantType { HasPayloads: false } type:
                return new Tag(type.TagRepr, named, [.. type.Cases.Select(static variantCase => variantCase.Name)]);
            case VariantType type:
                string payload = type.Cases.First(static variantCase => variantCase.Type is not null).Name;
                source.Error(TypeErrors.TagPayload, name.Span, name.Text, payload);
                return null;
            default:
                source.Error(TypeErrors.TagKind, name.Span, name.Text, TypeKind.Describe(named.Resolved));
                return null;
        }
    }

    private static bool CheckNotEmpty(Source source, int count, string owner, TextSpan span)
    {
        if (count is 0)
        {
            source.Error(TypeErrors.Empty, span, $"a {owner}", "cases");
        }

        return count > 0;
    }

    private static bool CheckCaseCount(Source source, Tag tag, int count, TextSpan span)
    {
        if (tag.Members is { } members && members.Count != count)
        {
            source.Error(TypeErrors.TagCount, span, tag.Name!.Definition.Name, members.Count, count);
            return false;
        }

        return true;
    }

    private static bool CheckTagCapacity(Source source, int count, IntRepr repr, string owner, TextSpan span)
    {
        if (repr > IntRepr.U16 || count <= 1 << (int)repr * 8)
        {
            return true;
        }

        string advice = $"write '({owner} (@witx tag {(count <= 1 << 16 ? "u16" : "u32")}) …)'";
        source.Error(TypeErrors.TooManyMembers, span, count, ReprName(repr), advice);
        return false;
    }

    private static string ReprName(IntRepr repr) => repr.ToString().ToLowerInvariant();

    /// <summary>A resolved tag. A named tag also has a type and, for an enum, the names of the cases.</summary>
    private sealed record Tag(IntRepr Repr, NamedType? Name, IReadOnlyList<string>? Members);
}
