using System.Collections.Immutable;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Syntax;

internal sealed partial class Parser
{
    // Reused for each function.
    private readonly ImmutableArray<MemberSyntax>.Builder _parameters = ImmutableArray.CreateBuilder<MemberSyntax>();
    private readonly ImmutableArray<MemberSyntax>.Builder _results = ImmutableArray.CreateBuilder<MemberSyntax>();

    private FunctionSyntax? ParseFunction()
    {
        TextSpan docs = Docs;
        int outer = Enter();
        _position++;
        NameSyntax? name = ParseExport();
        FunctionSyntax? function = name is { } known ? ParseSignature(known, docs) : null;
        Leave(outer);
        return function;
    }

    private NameSyntax? ParseExport()
    {
        if (!IsAtForm("export"))
        {
            ReportUnexpected("'(export \"name\")'");
            return null;
        }

        int outer = Enter();
        _position++;
        NameSyntax? name = ExpectString("the name of the function in quotes");
        if (name is not null)
        {
            _ = ExpectClose();
        }

        Leave(outer);
        return name;
    }

    private FunctionSyntax ParseSignature(NameSyntax name, TextSpan docs)
    {
        _parameters.Clear();
        _results.Clear();
        bool isValid = true;
        bool isNoReturn = false;
        while (!IsAtClose)
        {
            bool isParameter = IsAtForm("param");
            if (isParameter || IsAtForm("result"))
            {
                MemberSyntax? member = ParseMember(isParameter ? "the name of the parameter" : "the name of the result");
                isValid &= member?.Type is not null;
                if (member is not null)
                {
                    (isParameter ? _parameters : _results).Add(member);
                }
            }
            else if (IsAtAnnotation("witx", "noreturn"))
            {
                isNoReturn = true;
                int outer = Enter();
                _position++;
                isValid &= ExpectClose();
                Leave(outer);
            }
            else
            {
                RejectInFunction();
                isValid = false;
            }
        }

        if (_results.Count > 1)
        {
            Mark(SyntaxDialect.SeveralResults);
        }

        return new FunctionSyntax(
            name, _parameters.ToImmutable(), _results.ToImmutable(), isNoReturn, !isValid || IsUnclosed, FormSpan, docs);
    }

    /// <summary>True if the closing parenthesis of the current form is missing.</summary>
    private bool IsUnclosed => _tokens[_tokens[_form].Close].IsMissing;

    private void RejectInFunction()
    {
        if (_tokens[_position].Opens)
        {
            int outer = Enter();
            ReportUnknownForm("in a function", "'param', 'result' or '(@witx noreturn)'", ["param", "result", "noreturn"]);
            Leave(outer);
        }
        else
        {
            ReportUnexpected("'(param …)', '(result …)' or ')'");
            SkipWords();
        }
    }

    /// <summary>Parses a form of a keyword, a name and a type: a parameter, result or field.</summary>
    private MemberSyntax? ParseMember(string what)
    {
        TextSpan docs = Docs;
        int outer = Enter();
        _position++;
        MemberSyntax? member = null;
        if (ExpectName(what) is { } name)
        {
            TypeSyntax? type = ParseType();
            member = new MemberSyntax(name, type is not null && ExpectClose() ? type : null, docs);
        }

        Leave(outer);
        return member;
    }
}
