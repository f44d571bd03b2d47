using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>
/// Decides whether the C# type of one type name can replace that of another: every value of the second is a value of the first, with the
/// same name and bytes. Each pair is compared once.
/// </summary>
/// <param name="isOneWidth">True if both types belong to guests of the same pointer width.</param>
internal sealed class TypeCompatibility(bool isOneWidth)
{
    private readonly Dictionary<(TypeDefinition, TypeDefinition), bool> _known = [];

    /// <summary>
    /// True if <paramref name="superset"/> has the members of <paramref name="subset"/> in the same order, possibly followed by more.
    /// </summary>
    public bool IsSuperset(TypeDefinition superset, TypeDefinition subset)
    {
        if (!_known.TryGetValue((superset, subset), out bool holds))
        {
            holds = (TypeBinder.IsDeclared(superset.Type) || TypeBinder.IsDeclared(subset.Type) || IsSame(superset.Type, subset.Type))
                && Structure(superset.Type, subset.Type)
                && HasConstants(superset.Constants, subset.Constants);
            _known.Add((superset, subset), holds);
        }

        return holds;
    }

    private bool Structure(WitxType superset, WitxType subset) => (superset, subset) switch
    {
        (BuiltinType w, BuiltinType n) => w.Kind == n.Kind,
        (BoolType, BoolType) or (StringType, StringType) or (HandleType, HandleType) => true,
        (EnumType w, EnumType n) => w.Repr == n.Repr && StartsWith(w.Members, n.Members),
        (FlagsType w, FlagsType n) => w.Repr == n.Repr && StartsWith(w.Members, n.Members),
        (RecordType w, RecordType n) => AreSame(w.Fields, n.Fields),
        (UntaggedUnionType w, UntaggedUnionType n) => AreSame(w.Fields, n.Fields) && (isOneWidth || !HasAddresses(w)),
        (TupleType w, TupleType n) => w.Items.Length == n.Items.Length && w.Items.Zip(n.Items, IsSame).All(static same => same),
        (VariantType w, VariantType n) =>
            w.TagRepr == n.TagRepr
            && TypeBinder.FindDeclared(w.Tag)?.Name == TypeBinder.FindDeclared(n.Tag)?.Name
            && w.Cases.Length == n.Cases.Length
            && w.Cases.Zip(n.Cases, (a, b) => a.Name == b.Name && IsSamePayload(a.Type, b.Type)).All(static same => same),
        (ExpectedType w, ExpectedType n) => IsSamePayload(w.Ok, n.Ok) && IsSamePayload(w.Error, n.Error),
        (ListType w, ListType n) => IsSame(w.Element, n.Element),
        (PointerType w, PointerType n) => IsSame(w.Target, n.Target),
        _ => false,
    };

    /// <summary>
    /// True if two nested types are the same C# type. Declared types are compared by name; anonymous declared types are never the same.
    /// </summary>
    private bool IsSame(WitxType superset, WitxType subset)
    {
        TypeDefinition? w = TypeBinder.FindDeclared(superset);
        TypeDefinition? n = TypeBinder.FindDeclared(subset);
        if (w is not null || n is not null)
        {
            return w?.Name == n?.Name && IsSuperset(w!, n!);
        }

        return !TypeBinder.IsDeclared(superset.Resolved)
            && !TypeBinder.IsDeclared(subset.Resolved)
            && Structure(superset.Resolved, subset.Resolved);
    }

    private bool IsSamePayload(WitxType? superset, WitxType? subset) =>
        superset is null ? subset is null : subset is not null && IsSame(superset, subset);

    private bool AreSame(ImmutableArray<Field> superset, ImmutableArray<Field> subset) =>
        superset.Length == subset.Length
            && superset.Zip(subset, (a, b) => a.Name == b.Name && IsSame(a.Type, b.Type)).All(static same => same);

    private static bool StartsWith(ImmutableArray<Member> superset, ImmutableArray<Member> subset) =>
        superset.Length >= subset.Length && subset.Select((member, i) => superset[i].Name == member.Name).All(static same => same);

    private static bool HasConstants(IEnumerable<Constant> superset, IEnumerable<Constant> subset) =>
        subset.All(constant => superset.Any(other => other.Name == constant.Name && other.Value == constant.Value));

    /// <summary>
    /// True if a value contains an address. A union stores raw bytes, so a union of one pointer width cannot hold the addresses of another.
    /// All other types store decoded values.
    /// </summary>
    private static bool HasAddresses(WitxType type)
    {
        HashSet<WitxType> seen = [];
        Stack<WitxType?> open = new([type]);
        while (open.Count > 0)
        {
            WitxType? next = open.Pop()?.Resolved;
            if (next is BuiltinType { Kind: BuiltinKind.USize } or PointerType or ListType or StringType)
            {
                return true;
            }

            IEnumerable<WitxType?> inside = next is null || !seen.Add(next) ? [] : next switch
            {
                RecordType record => record.Fields.Select(static field => field.Type),
                UntaggedUnionType union => union.Fields.Select(static field => field.Type),
                TupleType tuple => tuple.Items,
                _ => WitxCases.Get(next).Select(static item => item.Type),
            };
            foreach (WitxType? each in inside)
            {
                open.Push(each);
            }
        }

        return false;
    }
}
