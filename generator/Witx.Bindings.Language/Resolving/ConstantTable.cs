using System.Collections.Generic;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>The constants of a document by type. A constant may be declared before its type, after it, or in another file.</summary>
internal sealed class ConstantTable
{
    private readonly Dictionary<string, List<(Source Source, ConstantSyntax Syntax)>> _byType = [];
    private readonly Scope _scope;

    public ConstantTable(UseGraph uses, Scope scope)
    {
        _scope = scope;
        foreach ((Source source, DefinitionSyntax syntax) in uses.Definitions)
        {
            if (syntax is ConstantSyntax constant)
            {
                if (!_byType.TryGetValue(constant.Type.Text, out List<(Source, ConstantSyntax)>? constants))
                {
                    _byType.Add(constant.Type.Text, constants = []);
                }

                constants.Add((source, constant));
            }
        }
    }

    /// <summary>Resolves the constants of a type: first those inside its definition, then the others.</summary>
    public ImmutableArray<Constant> GetOrResolve(Source source, TypenameSyntax syntax, WitxType type)
    {
        bool hasOwn = syntax.Type is IntTypeSyntax;
        if (!_byType.TryGetValue(syntax.Name.Text, out List<(Source Source, ConstantSyntax Syntax)>? alone) && !hasOwn)
        {
            return [];
        }

        ImmutableArray<Constant>.Builder constants = ImmutableArray.CreateBuilder<Constant>();
        NameSet names = new();
        if (syntax.Type is IntTypeSyntax integer)
        {
            foreach (ConstantMemberSyntax member in integer.Constants)
            {
                Add(source, syntax.Name, member, type, constants, names);
            }
        }

        foreach ((Source place, ConstantSyntax constant) in alone ?? [])
        {
            Add(place, constant.Type, constant.Member, type, constants, names);
        }

        return constants.ToImmutable();
    }

    /// <summary>Reports the constants of undefined types.</summary>
    public void ReportConstantsOfUnknownTypes()
    {
        foreach (List<(Source Source, ConstantSyntax Syntax)> constants in _byType.Values)
        {
            foreach ((Source source, ConstantSyntax syntax) in constants)
            {
                if (_scope.IsType(source, syntax.Type))
                {
                    break;
                }
            }
        }
    }

    private static void Add(
        Source source,
        NameSyntax typeName,
        ConstantMemberSyntax syntax,
        WitxType type,
        ImmutableArray<Constant>.Builder constants,
        NameSet names)
    {
        if (GetMaxValue(type.Resolved) is not { } max)
        {
            source.Error(TypeErrors.ConstantKind, typeName.Span, typeName.Text, TypeKind.Describe(type));
        }
        else if (syntax.Value > max)
        {
            source.Error(TypeErrors.ConstantRange, syntax.ValueSpan, syntax.Value, typeName.Text, max);
        }
        else if (!names.Add(syntax.Name.Text))
        {
            source.Error(TypeErrors.DuplicateMember, syntax.Name.Span, "type", "constant", syntax.Name.Text);
        }
        else
        {
            constants.Add(new Constant(syntax.Name.Text, syntax.Value, source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
        }
    }

    /// <summary>Gets the largest constant of a type; null if the type has no constants.</summary>
    private static ulong? GetMaxValue(WitxType type) => type switch
    {
        BuiltinType builtin => builtin.Kind switch
        {
            BuiltinKind.U8 or BuiltinKind.Char8 => byte.MaxValue,
            BuiltinKind.U16 => ushort.MaxValue,
            BuiltinKind.U32 or BuiltinKind.USize => uint.MaxValue,
            BuiltinKind.U64 => ulong.MaxValue,
            BuiltinKind.S8 => (ulong)sbyte.MaxValue,
            BuiltinKind.S16 => (ulong)short.MaxValue,
            BuiltinKind.S32 => int.MaxValue,
            BuiltinKind.S64 => long.MaxValue,
            _ => null,
        },
        _ => null,
    };
}
