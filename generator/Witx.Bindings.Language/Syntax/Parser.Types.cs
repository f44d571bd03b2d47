using System;
using System.Collections.Immutable;

namespace Witx.Bindings.Language;

internal sealed partial class Parser
{
    private static readonly string[] s_typeWords =
    [
        "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "char8", "usize", "bool", "string", "enum", "flags",
        "record", "tuple", "variant", "union", "expected", "list", "handle", "pointer", "const_pointer",
    ];

    private TypeSyntax? ParseType()
    {
        switch (Kind)
        {
            case TokenKind.Id:
                return ExpectName("a type") is { } name ? new NamedTypeSyntax(name) : null;
            case TokenKind.Keyword:
                return ParseKeywordType();
            case TokenKind.LeftParen or TokenKind.Annotation:
                int outer = Enter();
                TypeSyntax? type = _tokens[_form].Kind is TokenKind.Annotation ? ParseAnnotatedType() : ParseTypeForm();
                Leave(outer);
                return type;
            default:
                Unexpected("a type");
                return null;
        }
    }

    private PlainTypeSyntax? ParseKeywordType()
    {
        TextSpan span = Span;
        WitxType? type = PlainTypes.Find(Word(_position));
        if (type is null)
        {
            UnknownType();
        }
        else if (type == PlainTypes.Char8)
        {
            MarkOlder(span, "char8", "(@witx char8)");
        }
        else if (type == PlainTypes.Bool || type == PlainTypes.Char)
        {
            Mark(Spelling.Current);
        }
        else if (type == PlainTypes.USize)
        {
            Mark(Spelling.Newer);
        }

        _position++;
        return type is null ? null : new PlainTypeSyntax(type, span);
    }

    private TypeSyntax? ParseAnnotatedType()
    {
        if (Kind is not TokenKind.Keyword || !Word(_form).SequenceEqual("(@witx".AsSpan()))
        {
            Unexpected("'pointer', 'const_pointer', 'usize' or 'char8' after '(@witx'");
            return null;
        }

        switch (Word(_position++))
        {
            case "pointer":
                return ParseOne() is { } target ? new PointerTypeSyntax(target, IsConst: false, FormSpan) : null;
            case "const_pointer":
                return ParseOne() is { } constant ? new PointerTypeSyntax(constant, IsConst: true, FormSpan) : null;
            case "usize":
                return ExpectClose() ? new PlainTypeSyntax(PlainTypes.USize, FormSpan) : null;
            case "char8":
                Mark(Spelling.Newer);
                return ExpectClose() ? new PlainTypeSyntax(PlainTypes.Char8, FormSpan) : null;
            default:
                _position--;
                UnknownType();
                return null;
        }
    }

    private TypeSyntax? ParseTypeForm()
    {
        if (Kind is not TokenKind.Keyword)
        {
            Unexpected("the kind of type, such as 'record' or 'list'");
            return null;
        }

        TextSpan head = Span;
        switch (Word(_position++))
        {
            case "enum":
                return ParseEnum();
            case "flags":
                return ParseFlags();
            case "int":
                MarkOlder(head, "int", "(typename $name u32) and (@witx const $name $constant 0)");
                return ParseInt();
            case "struct":
                MarkOlder(head, "struct", "record");
                return ParseRecord("struct");
            case "record":
                Mark(Spelling.Newer);
                return ParseRecord("record");
            case "tuple":
                Mark(Spelling.Current);
                return ParseTypes() is { } items ? new TupleTypeSyntax(items, FormSpan) : null;
            case "variant":
                Mark(Spelling.Newer);
                return ParseVariant();
            case "union":
                return ParseUnion();
            case "expected":
                Mark(Spelling.Current);
                return ParseExpected();
            case "array":
                MarkOlder(head, "array", "list");
                return ParseOne() is { } item ? new ListTypeSyntax(item, FormSpan) : null;
            case "list":
                Mark(Spelling.Newer);
                return ParseOne() is { } element ? new ListTypeSyntax(element, FormSpan) : null;
            case "handle":
                return ParseHandle();
            case "option" or "in-buffer" or "out-buffer":
                Foreign(head, Witnext, "write a variant, a list or a pointer");
                return null;
            default:
                _position--;
                UnknownType();
                return null;
        }
    }

    /// <summary>One type, up to the end of the form.</summary>
    private TypeSyntax? ParseOne() => ParseType() is { } type && ExpectClose() ? type : null;

    /// <summary>Any number of types, up to the end of the form.</summary>
    private ImmutableArray<TypeSyntax>? ParseTypes()
    {
        ImmutableArray<TypeSyntax>.Builder types = ImmutableArray.CreateBuilder<TypeSyntax>();
        bool isSound = true;
        while (!AtClose)
        {
            int start = _position;
            TypeSyntax? type = ParseType();
            isSound &= type is not null;
            if (type is not null)
            {
                types.Add(type);
            }
            else if (_position == start)
            {
                SkipOne();
            }
        }

        return isSound ? types.ToImmutable() : null;
    }

    private ExpectedTypeSyntax? ParseExpected()
    {
        TypeSyntax? ok = null;
        if (!AtForm("error"))
        {
            ok = ParseType();
            if (ok is null)
            {
                return null;
            }
        }

        if (!AtForm("error"))
        {
            Unexpected("'(error $errno)'");
            return null;
        }

        int outer = Enter();
        _position++;
        TypeSyntax? error = AtClose ? null : ParseType();
        bool isSound = (error is not null || AtClose) && ExpectClose();
        Leave(outer);
        return isSound && ExpectClose() ? new ExpectedTypeSyntax(ok, error, FormSpan) : null;
    }

    private HandleTypeSyntax? ParseHandle()
    {
        ImmutableArray<NameSyntax>.Builder supertypes = ImmutableArray.CreateBuilder<NameSyntax>();
        if (!AtClose)
        {
            MarkOlder(Span, Found(), "(handle)");
        }

        while (!AtClose)
        {
            if (ExpectName("')'") is not { } name)
            {
                return null;
            }

            supertypes.Add(name);
        }

        return new HandleTypeSyntax(supertypes.ToImmutable(), FormSpan);
    }

    private void UnknownType()
    {
        string word = Word(_position).ToString();
        string hint = Kind is TokenKind.Keyword ? _suggestions.DidYouMean(word, s_typeWords, "") : "";
        Report(GrammarErrors.UnknownType, Span, word, hint);
    }
}
