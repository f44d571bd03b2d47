using System;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

internal sealed partial class Parser
{
    private const string Witnext = "witnext, the unfinished successor of witx";

    private DefinitionSyntax? ParseDefinition()
    {
        TextSpan docs = Docs;
        int outer = Enter();
        TextSpan head = Span;
        DefinitionSyntax? definition = null;
        if (_tokens[_form].Kind is TokenKind.Annotation)
        {
            definition = ParseAnnotatedDefinition(docs);
        }
        else if (Kind is not TokenKind.Keyword)
        {
            ReportUnexpected("'typename', 'use' or 'module'");
        }
        else
        {
            switch (Word(_position++))
            {
                case "typename":
                    definition = ParseTypename(docs);
                    break;
                case "use":
                    definition = ParseUse();
                    break;
                case "module":
                    definition = ParseModule(docs);
                    break;
                case "resource":
                    ReportOtherLanguage(head, Witnext, "write '(typename $name (handle))'");
                    break;
                case "profile":
                    ReportOtherLanguage(
                        head, "a witx profile, a proposal of 2020 that was never adopted", "remove it, because a host offers modules");
                    break;
                default:
                    _position--;
                    ReportUnknownForm("outside a module", "'typename', 'use' or 'module'", ["typename", "use", "module"]);
                    break;
            }
        }

        definition ??= RecoverName();
        Leave(outer);
        return definition;
    }

    /// <summary>Recovers the name of a malformed definition, so that its uses are not reported as well.</summary>
    private BrokenSyntax? RecoverName()
    {
        int position = _form + (IsKeyword(_form + 2, "hidden") ? 3 : 2);
        _isComplete &= !IsKeyword(_form + 1, "use");
        bool hasName = position < _tokens[_form].Close && _tokens[position].Kind is TokenKind.Id or TokenKind.Keyword or TokenKind.String;
        return hasName && _tokens[_form].Kind is TokenKind.LeftParen
            ? new BrokenSyntax(new NameSyntax(Word(position).Trim("$\"".AsSpan()).ToString(), _tokens[position].Span))
            : null;
    }

    private ConstantSyntax? ParseAnnotatedDefinition(TextSpan docs)
    {
        if (!IsKeyword(_position, "const") || !Word(_form).SequenceEqual("(@witx".AsSpan()))
        {
            ReportUnexpected("'const' after '(@witx', the only annotation outside a module");
            return null;
        }

        _position++;
        Mark(SyntaxDialect.Since2021);
        if (ExpectName("the name of the constant's type") is not { } type)
        {
            return null;
        }

        ConstantMemberSyntax? member = ParseConstantMember(docs);
        return member is null ? null : new ConstantSyntax(type, member);
    }

    /// <summary>Parses the name and value of a constant up to the end of the form.</summary>
    private ConstantMemberSyntax? ParseConstantMember(TextSpan docs)
    {
        if (ExpectName("the name of the constant") is not { } name)
        {
            return null;
        }

        TextSpan valueSpan = Span;
        return ExpectNumber() is { } value && ExpectClose() ? new ConstantMemberSyntax(name, value, valueSpan, docs) : null;
    }

    private TypenameSyntax? ParseTypename(TextSpan docs)
    {
        bool isHidden = IsKeyword(_position, "hidden");
        if (isHidden)
        {
            _position++;
        }

        if (ExpectName("the name of the type, such as $size") is not { } name)
        {
            return null;
        }

        TypeSyntax? type = ParseType();
        return new TypenameSyntax(name, type is not null && ExpectClose() ? type : null, isHidden, docs);
    }

    private UseSyntax? ParseUse()
    {
        if (Kind is TokenKind.Id || Kind is TokenKind.LeftParen || (Kind is TokenKind.Reserved && Word(_position) is "*"))
        {
            ReportOtherLanguage(_tokens[_form + 1].Span, Witnext, "write '(use \"file.witx\")', which includes the whole file");
            return null;
        }

        return ExpectString("the path of a file in quotes") is { } path && ExpectClose() ? new UseSyntax(path.Text, path.Span) : null;
    }

    private ModuleSyntax? ParseModule(TextSpan docs)
    {
        if (ExpectName("the name of the module") is not { } name)
        {
            return null;
        }

        ImmutableArray<ImportSyntax>.Builder imports = ImmutableArray.CreateBuilder<ImportSyntax>();
        ImmutableArray<FunctionSyntax>.Builder functions = ImmutableArray.CreateBuilder<FunctionSyntax>();
        while (!IsAtClose)
        {
            if (IsAtAnnotation("interface", "func"))
            {
                if (ParseFunction() is { } function)
                {
                    functions.Add(function);
                }
            }
            else if (IsAtForm("import"))
            {
                if (ParseImport() is { } import)
                {
                    imports.Add(import);
                }
            }
            else
            {
                RejectInModule();
            }
        }

        return new ModuleSyntax(name, imports.ToImmutable(), functions.ToImmutable(), docs);
    }

    private void RejectInModule()
    {
        if (IsAtForm("typename") || IsAtForm("resource") || IsAtForm("use") || IsAtForm("export") || IsAtAnnotation("witx", "const"))
        {
            ReportOtherLanguage(HeadSpan, Witnext, "move this form out of the module, or close the module before it");
        }
        else if (_tokens[_position].Opens)
        {
            int outer = Enter();
            ReportUnknownForm("inside a module", "'(@interface func …)' or '(import \"memory\" (memory))'", ["import"]);
            Leave(outer);
            return;
        }
        else
        {
            ReportUnexpected("'(@interface func …)' or ')'");
        }

        SkipTokenOrForm();
    }

    private ImportSyntax? ParseImport()
    {
        int outer = Enter();
        _position++;
        ImportSyntax? import = null;
        if (ExpectString("the name of the import in quotes") is { } name)
        {
            if (IsAtForm("memory"))
            {
                SkipTokenOrForm();
                import = ExpectClose() ? new ImportSyntax(name) : null;
            }
            else
            {
                ReportUnexpected("'(memory)', the only supported import");
            }
        }

        Leave(outer);
        return import;
    }

    private void ReportUnknownForm(string where, string expected, string[] known)
    {
        string word = Kind is TokenKind.Keyword ? Word(_position).ToString() : DescribeCurrent();
        Report(GrammarErrors.UnknownForm, Span, $"'{word}'", where, expected, _suggestions.DidYouMean(word, known, ""));
    }
}
