using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Abi;
using Witx.Bindings.Language.Types;

namespace Witx.Bindings.Language;

/// <summary>The relation between the values of two types.</summary>
public enum Representation
{
    /// <summary>The second type cannot represent some value of the first, or represents it differently.</summary>
    NotEqual,

    /// <summary>The second type represents every value of the first, and more.</summary>
    Superset,

    /// <summary>Both types have the same values.</summary>
    Equal,
}

/// <summary>
/// Compares the values that two types can represent, also across documents. Only the structure counts: the names of the types do not, and
/// an enum equals a variant without payloads, flags a record of bools, and a tuple a record. Layouts are not compared: a superset may be
/// larger.
/// </summary>
public static class Representability
{
    /// <summary>Compares a type to another that may represent its values.</summary>
    /// <param name="type">The type of the values.</param>
    /// <param name="by">The type that may represent them.</param>
    public static Representation Compare(WitxType type, WitxType by) => new Comparison().Compare(type, by);

    // Caches each pair, because two types can occur together many times inside two others.
    private sealed class Comparison
    {
        private readonly Dictionary<(WitxType, WitxType), Representation> _known = [];

        public Representation Compare(WitxType type, WitxType by)
        {
            (WitxType, WitxType) pair = (type.Resolved, by.Resolved);
            if (!_known.TryGetValue(pair, out Representation known))
            {
                known = CompareStructure(pair.Item1, pair.Item2);
                _known.Add(pair, known);
            }

            return known;
        }

        private Representation CompareStructure(WitxType type, WitxType by) => (type, by) switch
        {
            _ when ReferenceEquals(type, by) => Representation.Equal,
            (BuiltinType a, BuiltinType b) => CompareBuiltins(a.Kind, b.Kind),
            (HandleType, HandleType) or (StringType, StringType) => Representation.Equal,
            (ListType a, ListType b) => Compare(a.Element, b.Element),
            (PointerType a, PointerType b) when a.IsConst == b.IsConst => Compare(a.Target, b.Target),
            (UntaggedUnionType a, UntaggedUnionType b) => CompareFields(FieldsOf(a)!, FieldsOf(b)!),
            (UntaggedUnionType, _) or (_, UntaggedUnionType) => Representation.NotEqual,
            _ when FieldsOf(type) is { } a && FieldsOf(by) is { } b => CompareFields(a, b),
            _ when VariantShape.TryCreate(type) is { } a && VariantShape.TryCreate(by) is { } b => CompareVariants(a, b),
            _ => Representation.NotEqual,
        };

        private static Representation CompareBuiltins(BuiltinKind type, BuiltinKind by) =>
            type == by ? Representation.Equal
            : by <= BuiltinKind.U64 && type < by ? Representation.Superset
            : Representation.NotEqual;

        private Representation CompareFields(List<(string Name, WitxType Type)> fields, List<(string Name, WitxType Type)> by)
        {
            bool isEqual = fields.Count == by.Count
                && fields.Zip(by, (a, b) => a.Name == b.Name && Compare(a.Type, b.Type) is Representation.Equal)
                    .All(static isSame => isSame);
            return isEqual ? Representation.Equal : Representation.NotEqual;
        }

        private Representation CompareVariants(VariantShape type, VariantShape by)
        {
            if (type.TagRepr > by.TagRepr || type.Cases.Count > by.Cases.Count)
            {
                return Representation.NotEqual;
            }

            bool isWider = type.TagRepr < by.TagRepr || type.Cases.Count < by.Cases.Count;
            Representation least = isWider ? Representation.Superset : Representation.Equal;
            for (int i = 0; i < type.Cases.Count && least is not Representation.NotEqual; i++)
            {
                Representation each = CompareCases(type.Cases[i], by.Cases[i]);
                least = each < least ? each : least;
            }

            return least;
        }

        private Representation CompareCases((string Name, WitxType? Type) variantCase, (string Name, WitxType? Type) by) =>
            variantCase.Name != by.Name ? Representation.NotEqual
            : (variantCase.Type, by.Type) switch
            {
                (null, null) => Representation.Equal,
                (null, _) => Representation.Superset,
                (_, null) => Representation.NotEqual,
                var (a, b) => Compare(a, b),
            };

        private static List<(string Name, WitxType Type)>? FieldsOf(WitxType type) => type switch
        {
            RecordType record => [.. record.Fields.Select(static field => (field.Name, field.Type))],
            UntaggedUnionType union => [.. union.Fields.Select(static field => (field.Name, field.Type))],
            TupleType tuple => [.. tuple.Items.Select(static (item, i) => ($"{i}", item))],
            FlagsType flags => [.. flags.Members.Select(static member => (member.Name, (WitxType)PlainTypes.Bool))],
            _ => null,
        };
    }
}
