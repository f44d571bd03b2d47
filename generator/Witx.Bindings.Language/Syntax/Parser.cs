using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

/// <summary>
/// Parses a file in any dialect of witx, because their syntaxes do not conflict. A malformed form is reported once, and parsing continues
/// after its closing parenthesis.
/// </summary>
internal sealed partial class Parser
{
    private const int MaxQuote = 40;

    private readonly string _text;
    private readonly TokenList _tokens;
    private readonly ErrorList _errors;
    private readonly Suggestions _suggestions;
    private readonly int _lexicalErrors;
    private readonly NameTable _names = new();
    private readonly List<(TextSpan Span, string Old, string New)> _olderForms = [];
    private HashSet<string>? _ids;
    private (TextSpan Span, string What, string Advice)? _otherLanguage;
    private SyntaxDialect _dialect;
    private int _position;
    private int _form = -1;
    private bool _isComplete = true;

    private Parser(string text, TokenList tokens, ErrorList errors, Suggestions suggestions)
    {
        _suggestions = suggestions;
        _text = text;
        _tokens = tokens;
        _errors = errors;
        _lexicalErrors = errors.Count;
    }

    public static FileSyntax Parse(string text, ErrorList errors)
    {
        Suggestions suggestions = new();
        using TokenList tokens = TokenList.Read(text, errors, suggestions);
        return new Parser(text, tokens, errors, suggestions).ParseFile();
    }

    private TokenKind Kind => _tokens[_position].Kind;

    private TextSpan Span => _tokens[_position].Span;

    private bool IsAtClose => Kind is TokenKind.RightParen or TokenKind.End;

    /// <summary>The span between the previous token and this one, which contains the doc comments of an item.</summary>
    private TextSpan Docs => new(_position is 0 ? 0 : _tokens[_position - 1].End, _tokens[_position].Start);

    private TextSpan FormSpan => new(_tokens[_form].Start, _tokens[_tokens[_form].Close].End);

    private FileSyntax ParseFile()
    {
        if (Kind is not (TokenKind.LeftParen or TokenKind.Annotation or TokenKind.End) && _text.IndexOf('{') >= 0)
        {
            ReportOtherLanguage(
                Span,
                "WIT, the language of components",
                "write the interface in witx, with forms such as '(typename …)' and '(module …)'");
        }

        ImmutableArray<DefinitionSyntax>.Builder definitions = ImmutableArray.CreateBuilder<DefinitionSyntax>();
        while (Kind is not TokenKind.End && _otherLanguage is null)
        {
            if (!_tokens[_position].Opens)
            {
                ReportUnexpected("a definition such as '(typename $name …)'");
                SkipWords();
            }
            else if (ParseDefinition() is { } definition)
            {
                definitions.Add(definition);
            }
        }

        if (_otherLanguage is { } foreign)
        {
            _errors.Replace(GrammarErrors.OtherLanguage, foreign.Span, foreign.What, foreign.Advice);
            return new FileSyntax([], _dialect, IsComplete: false);
        }

        ReportMixedDialects();
        return new FileSyntax(definitions.ToImmutable(), _dialect, _isComplete);
    }

    private void ReportMixedDialects()
    {
        if ((_dialect & (SyntaxDialect.Since2021 | SyntaxDialect.Current)) is SyntaxDialect.None)
        {
            return;
        }

        foreach ((TextSpan span, string old, string today) in _olderForms)
        {
            _errors.Add(GrammarErrors.MixedDialects, span, old, today);
        }
    }

    /// <summary>Enters the form at the current token. Returns the outer form for <see cref="Leave"/>.</summary>
    private int Enter()
    {
        int outer = _form;
        _form = _position++;
        return outer;
    }

    /// <summary>Leaves the current form and skips its remaining tokens.</summary>
    private void Leave(int outer)
    {
        _position = _tokens[_form].Close + 1;
        _form = outer;
    }

    private ReadOnlySpan<char> Word(int position) =>
        _text.AsSpan(_tokens[position].Start, _tokens[position].End - _tokens[position].Start);

    private bool IsKeyword(int position, string word) =>
        _tokens[position].Kind is TokenKind.Keyword && Word(position).SequenceEqual(word.AsSpan());

    private bool IsAtForm(string word) => Kind is TokenKind.LeftParen && IsKeyword(_position + 1, word);

    private bool IsAtAnnotation(string annotation, string word) =>
        Kind is TokenKind.Annotation && Word(_position)[2..].SequenceEqual(annotation.AsSpan()) && IsKeyword(_position + 1, word);

    private NameSyntax? ExpectName(string what)
    {
        if (Kind is not TokenKind.Id)
        {
            ReportUnexpected(what);
            return null;
        }

        TextSpan span = Span;
        _position++;
        return span.Length is 1 ? null : new NameSyntax(_names.Get(_text.AsSpan(span.Start + 1, span.Length - 1)), span);
    }

    private NameSyntax? ExpectString(string what)
    {
        if (Kind is not TokenKind.String)
        {
            ReportUnexpected(what);
            return null;
        }

        TextSpan span = Span;
        _position++;
        if (span.Length < 2 || _text[span.End - 1] is not '"')
        {
            return null;
        }

        string? value = StringLiteral.Read(_text.AsSpan(span.Start + 1, span.Length - 2), out string fault);
        if (value is null)
        {
            Report(GrammarErrors.InvalidString, span, fault);
            return null;
        }

        return new NameSyntax(value, span);
    }

    private ulong? ExpectNumber()
    {
        if (Kind is not TokenKind.Number)
        {
            ReportUnexpected("a number");
            return null;
        }

        if (!NumberLiteral.TryRead(Word(_position), out ulong value))
        {
            Report(GrammarErrors.InvalidNumber, Span, DescribeCurrent());
            _position++;
            return null;
        }

        _position++;
        return value;
    }

    private bool ExpectClose()
    {
        if (!IsAtClose)
        {
            ReportUnexpected("')'");
            return false;
        }

        return true;
    }

    private void ReportUnexpected(string expected) =>
        Report(GrammarErrors.Unexpected, HeadSpan, expected, Kind is TokenKind.End ? "the end of the file" : $"'{DescribeCurrent()}'");

    /// <summary>The span of the current token, including the keyword of a form.</summary>
    private TextSpan HeadSpan => _tokens[_position].Opens && _tokens[_position + 1].Kind is TokenKind.Keyword
        ? new TextSpan(Span.Start, _tokens[_position + 1].End)
        : Span;

    /// <summary>The text of the current token, shortened for a message.</summary>
    private string DescribeCurrent()
    {
        TextSpan head = HeadSpan;
        int length = Math.Min(head.Length, MaxQuote);
        string found = _text.Substring(head.Start, length);
        return length < head.Length || head != Span ? found + " …" : found;
    }

    /// <summary>Reports an error in the current form, unless a lexical error or a missing parenthesis is reported there.</summary>
    private void Report(WitxErrorKind kind, TextSpan span, params object[] arguments)
    {
        if (_form < 0 || (!_tokens[_tokens[_form].Close].IsMissing && !_errors.HasErrorWithin(FormSpan, _lexicalErrors)))
        {
            _errors.Add(kind, span, arguments);
        }
    }

    private void ReportOtherLanguage(TextSpan span, string what, string advice) => _otherLanguage ??= (span, what, advice);

    private void Mark(SyntaxDialect dialect) => _dialect |= dialect;

    private void MarkOlder(TextSpan span, string old, string today)
    {
        _dialect |= SyntaxDialect.Before2021;
        _olderForms.Add((span, old, today));
    }

    private void SkipWords()
    {
        while (Kind is not (TokenKind.LeftParen or TokenKind.Annotation or TokenKind.RightParen or TokenKind.End))
        {
            _position++;
        }
    }

    /// <summary>Skips one token or one form.</summary>
    private void SkipTokenOrForm() => _position = _tokens[_position].Opens ? _tokens[_position].Close + 1 : _position + 1;
}
