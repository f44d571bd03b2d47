using System;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;
using Witx.Bindings.Language.Types;

namespace Witx.Bindings.Language.Syntax;

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
                ReportUnexpected("a type");
                return null;
        }
    }

    private PlainTypeSyntax? ParseKeywordType()
    {
        TextSpan span = Span;
        WitxType? type = PlainTypes.Find(Word(_position));
        if (type is null)
        {
            ReportUnknownType(isForm: false);
        }
        else if (type == PlainTypes.Char8)
        {
            MarkOlder(span, "char8", "(@witx char8)");
        }
        else if (type == PlainTypes.Bool || type == PlainTypes.Char)
        {
            Mark(SyntaxDialect.Current);
        }
        else if (type == PlainTypes.USize)
        {
            Mark(SyntaxDialect.Since2021);
        }

        _position++;
        return type is null ? null : new PlainTypeSyntax(type, span);
    }

    private TypeSyntax? ParseAnnotatedType()
    {
        if (Kind is not TokenKind.Keyword || !Word(_form).SequenceEqual("(@witx".AsSpan()))
        {
            ReportUnexpected("'pointer', 'const_pointer', 'usize' or 'char8' after '(@witx'");
            return null;
        }

        switch (Word(_position++))
        {
            case "pointer":
                return ParseSingleType() is { } target ? new PointerTypeSyntax(target, IsConst: false, FormSpan) : null;
            case "const_pointer":
                return ParseSingleType() is { } constant ? new PointerTypeSyntax(constant, IsConst: true, FormSpan) : null;
            case "usize":
                return ExpectClose() ? new PlainTypeSyntax(PlainTypes.USize, FormSpan) : null;
            case "char8":
                Mark(SyntaxDialect.Since2021);
                return ExpectClose() ? new PlainTypeSyntax(PlainTypes.Char8, FormSpan) : null;
            default:
                _position--;
                ReportUnknownType(isForm: true);
                return null;
        }
    }

    private TypeSyntax? ParseTypeForm()
    {
        if (Kind is not TokenKind.Keyword)
        {
            ReportUnexpected("the kind of type, such as 'record' or 'list'");
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
                Mark(SyntaxDialect.Since2021);
                return ParseRecord("record");
            case "tuple":
                Mark(SyntaxDialect.Current);
                return ParseTypes() is { } items ? new TupleTypeSyntax(items, FormSpan) : null;
            case "variant":
                Mark(SyntaxDialect.Since2021);
                return ParseVariant();
            case "union":
                return ParseUnion();
            case "expected":
                Mark(SyntaxDialect.Current);
                return ParseExpected();
            case "array":
                MarkOlder(head, "array", "list");
                return ParseSingleType() is { } item ? new ListTypeSyntax(item, FormSpan) : null;
            case "list":
                Mark(SyntaxDialect.Since2021);
                return ParseSingleType() is { } element ? new ListTypeSyntax(element, FormSpan) : null;
            case "handle":
                return ParseHandle();
            case "option" or "in-buffer" or "out-buffer":
                ReportOtherLanguage(head, Witnext, "write a variant, a list or a pointer");
                return null;
            default:
                _position--;
                ReportUnknownType(isForm: true);
                return null;
        }
    }

    /// <summary>Parses one type up to the end of the form.</summary>
    private TypeSyntax? ParseSingleType() => ParseType() is { } type && ExpectClose() ? type : null;

    /// <summary>Parses types up to the end of the form.</summary>
    private ImmutableArray<TypeSyntax>? ParseTypes()
    {
        ImmutableArray<TypeSyntax>.Builder types = ImmutableArray.CreateBuilder<TypeSyntax>();
        bool isValid = true;
        while (!IsAtClose)
        {
            int start = _position;
            TypeSyntax? type = ParseType();
            isValid &= type is not null;
            if (type is not null)
            {
                types.Add(type);
            }
            else if (_position == start)
            {
                SkipTokenOrForm();
            }
        }

        return isValid ? types.ToImmutable() : null;
    }

    private ExpectedTypeSyntax? ParseExpected()
    {
        TypeSyntax? ok = null;
        if (!IsAtForm("error"))
        {
            ok = ParseType();
            if (ok is null)
            {
                return null;
            }
        }

        if (!IsAtForm("error"))
        {
            ReportUnexpected("'(error $errno)'");
            return null;
        }

        int outer = Enter();
        _position++;
        bool hasError = !IsAtClose;
        TypeSyntax? error = hasError ? ParseType() : null;
        bool isValid = error is not null == hasError && ExpectClose();
        Leave(outer);
        return isValid && ExpectClose() ? new ExpectedTypeSyntax(ok, error, FormSpan) : null;
    }

    private HandleTypeSyntax? ParseHandle()
    {
        ImmutableArray<NameSyntax>.Builder supertypes = ImmutableArray.CreateBuilder<NameSyntax>();
        if (!IsAtClose)
        {
            MarkOlder(Span, DescribeCurrent(), "(handle)");
        }

        while (!IsAtClose)
        {
            if (ExpectName("')'") is not { } name)
            {
                return null;
            }

            supertypes.Add(name);
        }

        return new HandleTypeSyntax(supertypes.ToImmutable(), FormSpan);
    }

    /// <summary>Reports the current word as an unknown type, or as a type in the wrong form.</summary>
    /// <param name="isForm">True if the word follows an open parenthesis.</param>
    private void ReportUnknownType(bool isForm)
    {
        string word = Word(_position).ToString();
        if (FormOf(word) is { } form)
        {
            string head = _text.Substring(_tokens[_form].Start, _tokens[_position].End - _tokens[_form].Start);
            bool isAlone = _tokens[_position + 1].Kind is TokenKind.RightParen;
            Report(GrammarErrors.Unexpected, Span, form, isForm ? $"'{head}{(isAlone ? ")" : " …)")}'" : $"'{word}'");
            return;
        }

        Report(GrammarErrors.UnknownType, Span, word, Kind is TokenKind.Keyword ? Hint(word, isForm) : "");
    }

    /// <summary>Describes the correct form of a type; null for an unknown type.</summary>
    private static string? FormOf(string word) => word switch
    {
        _ when PlainTypes.Find(word.AsSpan()) is not null => $"'{word}' without parentheses",
        "pointer" or "const_pointer" => $"'(@witx {word} …)'",
        "handle" => "'(handle)'",
        _ => Array.IndexOf(s_typeWords, word) >= 0 ? $"'({word} …)'" : null,
    };

    private string Hint(string word, bool isForm) =>
        isForm && word is "result" ? "; write '(expected …)'"
        : !isForm && IsId(word) ? $"; did you mean '${word}'?"
        : _suggestions.DidYouMean(word, s_typeWords, "");

    /// <summary>True if the file contains <c>$name</c> anywhere.</summary>
    private bool IsId(string name)
    {
        if (_ids is null)
        {
            _ids = [];
            for (int i = 0; i < _tokens.Count; i++)
            {
                if (_tokens[i].Kind is TokenKind.Id)
                {
                    _ids.Add(Word(i)[1..].ToString());
                }
            }
        }

        return _ids.Contains(name);
    }
}
