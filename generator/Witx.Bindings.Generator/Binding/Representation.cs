using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether every value of one type is a value of another, with the same bytes.</summary>
internal static class Representation
{
    /// <summary>Whether <paramref name="wide"/> holds every value of <paramref name="narrow"/>: equal, or with more members behind the same ones.</summary>
    public static bool Holds(WitxType wide, WitxType narrow) =>
        TypeBinder.DeclaredName(wide) == TypeBinder.DeclaredName(narrow) && HoldsStructure(wide, narrow);

    private static bool HoldsStructure(WitxType wide, WitxType narrow) => (wide.Resolved, narrow.Resolved) switch
    {
        (BuiltinType w, BuiltinType n) => w.Kind == n.Kind,
        (BoolType, BoolType) or (StringType, StringType) or (HandleType, HandleType) => true,
        (EnumType w, EnumType n) => w.Repr == n.Repr && StartsWith(w.Members, n.Members),
        (FlagsType w, FlagsType n) => w.Repr == n.Repr && StartsWith(w.Members, n.Members),
        (RecordType w, RecordType n) =>
            w.Fields.Length == n.Fields.Length
            && w.Fields.Zip(n.Fields, static (a, b) => a.Name == b.Name && Holds(a.Type, b.Type)).All(static same => same),
        (TupleType w, TupleType n) => w.Items.Length == n.Items.Length && w.Items.Zip(n.Items, Holds).All(static same => same),
        (VariantType w, VariantType n) =>
            w.TagRepr == n.TagRepr
            && w.Cases.Length == n.Cases.Length
            && (w.Tag is null) == (n.Tag is null)
            && w.Cases.Zip(n.Cases, static (a, b) => a.Name == b.Name && HoldsPayload(a.Type, b.Type)).All(static same => same),
        (ExpectedType w, ExpectedType n) => HoldsPayload(w.Ok, n.Ok) && HoldsPayload(w.Error, n.Error),
        (UntaggedUnionType w, UntaggedUnionType n) =>
            w.Fields.Length == n.Fields.Length
            && w.Fields.Zip(n.Fields, static (a, b) => a.Name == b.Name && Holds(a.Type, b.Type)).All(static same => same),
        (ListType w, ListType n) => Holds(w.Element, n.Element),
        (PointerType w, PointerType n) => Holds(w.Target, n.Target),
        _ => false,
    };

    private static bool HoldsPayload(WitxType? wide, WitxType? narrow) =>
        wide is null ? narrow is null : narrow is not null && Holds(wide, narrow);

    private static bool StartsWith(ImmutableArray<Member> wide, ImmutableArray<Member> narrow) =>
        wide.Length >= narrow.Length && narrow.Select((member, i) => wide[i].Name == member.Name).All(static same => same);
}
