using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;
using Witx.Bindings.Language.Types;

namespace Witx.Bindings.Language.Syntax;

internal sealed partial class Parser
{
    private EnumTypeSyntax? ParseEnum()
    {
        bool isOlder = Kind is TokenKind.Keyword;
        bool isValid = TryParseRepr("tag", "an enum", out IntRepr repr);
        ImmutableArray<LabelSyntax> members = ParseLabels("a member such as $name", ref isValid);
        if (members.IsEmpty && isValid)
        {
            Report(GrammarErrors.NoMembers, FormSpan, "enum", "member");
            return null;
        }

        return isValid ? new EnumTypeSyntax(repr, isOlder && repr is IntRepr.U64, members, FormSpan) : null;
    }

    private FlagsTypeSyntax? ParseFlags()
    {
        bool isBetween = IsAtAnnotation("witx", "bitflags");
        Mark(isBetween ? SyntaxDialect.Transitional : SyntaxDialect.None);
        bool isValid = TryParseRepr(isBetween ? "bitflags" : "repr", "flags", out IntRepr repr);
        ImmutableArray<LabelSyntax> members = ParseLabels("a flag such as $name", ref isValid);
        return isValid ? new FlagsTypeSyntax(repr, members, FormSpan) : null;
    }

    /// <summary>Parses an optional representation: <c>(@witx tag u8)</c>, or <c>u8</c> in pre-2021 syntax.</summary>
    private bool TryParseRepr(string annotation, string what, out IntRepr repr)
    {
        repr = IntRepr.U32;
        if (Kind is TokenKind.Keyword)
        {
            MarkOlder(Span, DescribeCurrent(), $"(@witx {annotation} {DescribeCurrent()})");
            return TryReadRepr(what, out repr);
        }

        if (!IsAtAnnotation("witx", annotation))
        {
            bool isAbsent = Kind is not TokenKind.Annotation;
            if (!isAbsent)
            {
                ReportUnexpected($"'(@witx {annotation} u8)'");
                SkipTokenOrForm();
            }

            return isAbsent;
        }

        Mark(annotation is "repr" ? SyntaxDialect.Current : SyntaxDialect.Since2021);
        int outer = Enter();
        _position++;
        bool isValid = TryReadRepr(what, out repr) && ExpectClose();
        Leave(outer);
        return isValid;
    }

    private bool TryReadRepr(string what, out IntRepr repr)
    {
        repr = IntRepr.U32;
        if (Kind is not TokenKind.Keyword)
        {
            ReportUnexpected("u8, u16, u32 or u64");
            return false;
        }

        IntRepr? known = PlainTypes.FindRepr(Word(_position));
        if (known is null)
        {
            Report(TypeErrors.InvalidRepr, Span, DescribeCurrent(), what);
        }

        _position++;
        repr = known ?? IntRepr.U32;
        return known is not null;
    }

    /// <summary>Parses names up to the end of the form, or <c>(flag …)</c> forms as in 2019.</summary>
    private ImmutableArray<LabelSyntax> ParseLabels(string what, ref bool isValid)
    {
        // A name is one token, so the number of tokens is the capacity.
        ImmutableArray<LabelSyntax>.Builder labels = ImmutableArray.CreateBuilder<LabelSyntax>(_tokens[_form].Close - _position);
        while (!IsAtClose)
        {
            TextSpan docs = Docs;
            int position = _position;
            NameSyntax? name = IsAtForm("flag") ? ParseFlag() : ExpectName(what);
            isValid &= name is not null;
            if (name is { } known)
            {
                labels.Add(new LabelSyntax(known, docs));
            }
            else if (_position == position)
            {
                SkipTokenOrForm();
            }
        }

        return labels.DrainToImmutable();
    }

    private NameSyntax? ParseFlag()
    {
        MarkOlder(_tokens[_position + 1].Span, "(flag $name)", "$name");
        int outer = Enter();
        _position++;
        NameSyntax? name = ExpectName("the name of the flag");
        bool isValid = name is not null && ExpectClose();
        Leave(outer);
        return isValid ? name : null;
    }

    private IntTypeSyntax? ParseInt()
    {
        bool isValid = TryReadRepr("an int", out IntRepr repr);
        ImmutableArray<ConstantMemberSyntax>.Builder constants = ImmutableArray.CreateBuilder<ConstantMemberSyntax>();
        while (!IsAtClose)
        {
            TextSpan docs = Docs;
            if (!IsAtForm("const"))
            {
                ReportUnexpected("'(const $name 0)'");
                SkipTokenOrForm();
                isValid = false;
                continue;
            }

            int outer = Enter();
            _position++;
            ConstantMemberSyntax? constant = ParseConstantMember(docs);
            Leave(outer);
            isValid &= constant is not null;
            if (constant is not null)
            {
                constants.Add(constant);
            }
        }

        return isValid ? new IntTypeSyntax(PlainTypes.FromRepr(repr), constants.ToImmutable(), FormSpan) : null;
    }

    private RecordTypeSyntax? ParseRecord(string word)
    {
        bool isValid = true;
        ImmutableArray<MemberSyntax> fields = ParseMembers("field", null, ref isValid);
        if (fields.IsEmpty && isValid)
        {
            Report(GrammarErrors.NoMembers, FormSpan, word, "'(field $name type)'");
            return null;
        }

        return isValid ? new RecordTypeSyntax(fields, FormSpan) : null;
    }

    private VariantTypeSyntax? ParseVariant()
    {
        bool isValid = TryParseTag(out TagSyntax? tag);
        ImmutableArray<MemberSyntax> cases = ParseMembers("case", "case", ref isValid);
        return isValid ? new VariantTypeSyntax(tag, cases, IsUnion: false, FormSpan) : null;
    }

    private TypeSyntax? ParseUnion()
    {
        bool isValid = true;
        TextSpan head = _tokens[_position - 1].Span;
        if (IsAtForm("field"))
        {
            MarkOlder(head, "(union (field …))", "(union …)");
            ImmutableArray<MemberSyntax> readings = ParseMembers("field", null, ref isValid);
            return isValid ? new UntaggedUnionTypeSyntax(readings, FormSpan) : null;
        }

        bool isNamedByTag = Kind is TokenKind.Id && _tokens[_position + 1].Kind is TokenKind.LeftParen
            && (IsKeyword(_position + 2, "field") || IsKeyword(_position + 2, "empty"));
        if (isNamedByTag && ExpectName("the tag") is { } name)
        {
            MarkOlder(head, "(union $tag (field …))", "(variant (@witx tag $tag) (case …))");
            ImmutableArray<MemberSyntax> cases = ParseMembers("field", "empty", ref isValid);
            return isValid ? new VariantTypeSyntax(new TagSyntax(IntRepr.U32, name), cases, IsUnion: true, FormSpan) : null;
        }

        Mark(SyntaxDialect.Since2021);
        isValid = TryParseTag(out TagSyntax? tag);
        return ParseTypes() is { } types && isValid ? new UnionTypeSyntax(tag, types, FormSpan) : null;
    }

    private bool TryParseTag(out TagSyntax? tag)
    {
        tag = null;
        if (!IsAtAnnotation("witx", "tag"))
        {
            return true;
        }

        int outer = Enter();
        _position++;
        if (Kind is TokenKind.Id)
        {
            tag = ExpectName("the tag") is { } name ? new TagSyntax(IntRepr.U32, name) : null;
        }
        else if (TryReadRepr("a tag", out IntRepr repr))
        {
            tag = new TagSyntax(repr, null);
        }

        bool isValid = tag is not null && ExpectClose();
        Leave(outer);
        return isValid;
    }

    /// <summary>Parses members up to the end of the form. Forms with the keyword <paramref name="bareWord"/> may have no type.</summary>
    private ImmutableArray<MemberSyntax> ParseMembers(string word, string? bareWord, ref bool isValid)
    {
        ImmutableArray<MemberSyntax>.Builder members = ImmutableArray.CreateBuilder<MemberSyntax>();
        while (!IsAtClose)
        {
            MemberSyntax? member = null;
            bool mayBeBare = bareWord is not null && IsAtForm(bareWord);
            if (mayBeBare || IsAtForm(word))
            {
                bool isBare = mayBeBare && (word != bareWord || _tokens[_position + 3].Kind is TokenKind.RightParen);
                member = isBare ? ParseBareMember() : ParseMember("a name such as $name");
                isValid &= member is not null && (isBare || member.Type is not null);
            }
            else
            {
                ReportUnexpected($"'({word} $name type)'");
                SkipTokenOrForm();
                isValid = false;
            }

            if (member is not null)
            {
                members.Add(member);
            }
        }

        return members.ToImmutable();
    }

    private MemberSyntax? ParseBareMember()
    {
        TextSpan docs = Docs;
        int outer = Enter();
        _position++;
        NameSyntax? name = ExpectName("the name of the case");
        bool isValid = name is not null && ExpectClose();
        Leave(outer);
        return isValid ? new MemberSyntax(name!.Value, null, docs) : null;
    }
}
