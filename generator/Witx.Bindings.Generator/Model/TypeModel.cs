using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>A C# type to generate.</summary>
/// <param name="Witx">The witx name.</param>
/// <param name="Name">The C# name.</param>
/// <param name="Docs">The documentation in the witx file.</param>
internal abstract record TypeModel(string Witx, string Name, string Docs);

internal sealed record EnumModel(string Witx, string Name, string Docs, IntRepr Repr, EquatableArray<MemberModel> Members)
    : TypeModel(Witx, Name, Docs);

internal sealed record FlagsModel(string Witx, string Name, string Docs, IntRepr Repr, EquatableArray<MemberModel> Members)
    : TypeModel(Witx, Name, Docs);

internal sealed record HandleModel(string Witx, string Name, string Docs)
    : TypeModel(Witx, Name, Docs);

internal sealed record RecordModel(string Witx, string Name, string Docs, EquatableArray<FieldModel> Fields)
    : TypeModel(Witx, Name, Docs);

/// <param name="Tag">The C# enum of the tag.</param>
/// <param name="OwnTag">The members of a tag enum that is nested in the variant; empty if the tag is a named type.</param>
/// <param name="TagRepr">The integer that carries the tag.</param>
/// <param name="Cases">The cases, in the order of their tags.</param>
internal sealed record VariantModel(
    string Witx,
    string Name,
    string Docs,
    CSharpType Tag,
    EquatableArray<MemberModel> OwnTag,
    IntRepr TagRepr,
    EquatableArray<CaseModel> Cases)
    : TypeModel(Witx, Name, Docs);

/// <summary>A union without a tag.</summary>
/// <param name="Codec">The name of its codec.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Fields">The views of the bytes, all at offset 0.</param>
internal sealed record UnionModel(string Witx, string Name, string Docs, string Codec, int Size, EquatableArray<FieldModel> Fields)
    : TypeModel(Witx, Name, Docs);

/// <summary>A static class of constants.</summary>
internal sealed record ConstantsModel(string Witx, string Name, string Docs, CSharpType Type, EquatableArray<ConstantModel> Constants)
    : TypeModel(Witx, Name, Docs);

internal sealed record MemberModel(string Name, string Docs);

/// <param name="Offset">The offset in the record, in bytes.</param>
internal sealed record FieldModel(string Name, string Docs, Shape Shape, int Offset);

/// <param name="Member">The member of the tag enum.</param>
/// <param name="Name">The name of the case in the variant.</param>
/// <param name="Field">The name of the property that stores the payload.</param>
/// <param name="Payload">The payload; null for none.</param>
internal sealed record CaseModel(string Member, string Name, string Field, string Docs, Shape? Payload);

internal sealed record ConstantModel(string Name, string Docs, ulong Value);
