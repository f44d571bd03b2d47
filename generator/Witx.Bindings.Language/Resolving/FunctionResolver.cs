using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>Resolves functions and checks that they have a core signature.</summary>
internal sealed class FunctionResolver(TypeResolver types, UseGraph uses)
{
    private const int MaxCoreParameters = 1000;

    // The names in the current function. Parameters and results share one scope.
    private readonly NameSet _names = new();

    /// <summary>Resolves a function. Reports errors and returns null if it is invalid.</summary>
    public WitxFunction? Resolve(Source source, FunctionSyntax syntax)
    {
        _names.Clear();
        ImmutableArray<Parameter>? parameters = ResolveMembers(source, syntax.Parameters);
        ImmutableArray<Parameter>? results = ResolveMembers(source, syntax.Results);
        if (syntax.HasErrors || parameters is not { } validParameters || results is not { } validResults)
        {
            return null;
        }

        WitxFunction function = new(
            syntax.Name.Text,
            validParameters,
            validResults,
            syntax.IsNoReturn,
            FormText.Fold(source.File.Text, syntax.Span),
            source.Docs(syntax.Docs),
            source.Locate(syntax.Name.Span));
        return CanReturn(source, syntax, function) && CanTake(source, syntax, function) ? function : null;
    }

    private ImmutableArray<Parameter>? ResolveMembers(Source source, ImmutableArray<MemberSyntax> syntaxes)
    {
        ImmutableArray<Parameter>.Builder members = ImmutableArray.CreateBuilder<Parameter>(syntaxes.Length);
        foreach (MemberSyntax syntax in syntaxes)
        {
            bool isFirst = _names.Add(syntax.Name.Text);
            if (!isFirst)
            {
                source.Error(TypeErrors.DuplicateParameter, syntax.Name.Span, syntax.Name.Text);
            }

            WitxType? type = syntax.Type is null ? null : types.Resolve(source, syntax.Type);
            if (type is not null && isFirst)
            {
                members.Add(new Parameter(syntax.Name.Text, type, source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
            }
        }

        return members.Count == syntaxes.Length ? members.MoveToImmutable() : null;
    }

    private bool CanReturn(Source source, FunctionSyntax syntax, WitxFunction function)
    {
        if (function.Results.IsEmpty)
        {
            return true;
        }

        bool hasOlderResults = uses.HasPre2021Results(source);
        if (function.Results.Length > 1 && !hasOlderResults)
        {
            source.Error(CallErrors.SeveralResults, syntax.Results[1].Name.Span);
            return false;
        }

        WitxType first = function.Results[0].Type;
        TextSpan span = syntax.Results[0].Type!.Span;
        if (ExpectedShape.TryCreate(first) is { } expected && function.Results.Length is 1)
        {
            return CanReturn(source, span, expected);
        }

        bool isEnum = first.Resolved is EnumType or BoolType or VariantType { HasPayloads: false };
        if (FunctionSignature.GetCoreType(first, CoreType.I32) is null || (isEnum && !hasOlderResults))
        {
            WitxErrorKind kind = hasOlderResults ? CallErrors.FirstResult : CallErrors.InvalidResult;
            source.Error(kind, span, TypeKind.Describe(first));
            return false;
        }

        return true;
    }

    private static bool CanReturn(Source source, TextSpan span, ExpectedShape expected)
    {
        IEnumerable<WitxType> carried = expected.Ok switch
        {
            null => [],
            { Resolved: TupleType tuple } => tuple.Items,
            _ => [expected.Ok],
        };
        bool isNamed = expected.Error is null or NamedType && carried.All(static type => type is NamedType);
        if (!isNamed)
        {
            source.Error(CallErrors.UnnamedResult, span);
            return false;
        }

        if (expected.Error is NamedType error && !CanBeError(error.Resolved))
        {
            source.Error(CallErrors.ErrorKind, span, error.Definition.Name, TypeKind.Describe(error));
            return false;
        }

        return true;
    }

    private static bool CanBeError(WitxType type) => type switch
    {
        EnumType or BoolType or VariantType { HasPayloads: false } => true,
        BuiltinType builtin => builtin.Kind is not (BuiltinKind.U64 or BuiltinKind.S64 or BuiltinKind.F32 or BuiltinKind.F64
            or BuiltinKind.Char or BuiltinKind.USize),
        _ => false,
    };

    private static bool CanTake(Source source, FunctionSyntax syntax, WitxFunction function)
    {
        int count = FunctionSignature.CountParameters(function);
        if (count > MaxCoreParameters)
        {
            source.Error(CallErrors.TooManyParameters, syntax.Name.Span, count);
        }

        return count <= MaxCoreParameters;
    }
}
