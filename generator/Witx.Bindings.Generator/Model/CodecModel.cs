using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>A codec to generate. It reads and writes values of one type in guest memory.</summary>
/// <param name="Name">The name of the codec.</param>
/// <param name="Type">The C# type.</param>
/// <param name="Witx">The witx name of the type, for exception messages.</param>
internal abstract record CodecModel(string Name, CSharpType Type, string Witx)
{
    /// <summary>Gets the types that values contain.</summary>
    public virtual IEnumerable<Shape> Parts => [];
}

internal sealed record EnumCodec(string Name, CSharpType Type, string Witx, IntRepr Repr, int Count) : CodecModel(Name, Type, Witx);

internal sealed record FlagsCodec(string Name, CSharpType Type, string Witx, IntRepr Repr, ulong Mask) : CodecModel(Name, Type, Witx);

/// <param name="IsTuple">True if the C# type is a value tuple.</param>
internal sealed record RecordCodec(
    string Name, CSharpType Type, string Witx, int Size, int Alignment, bool IsTuple, EquatableArray<FieldModel> Fields)
    : CodecModel(Name, Type, Witx)
{
    public override IEnumerable<Shape> Parts => Fields.Select(static part => part.Shape);
}

internal sealed record UnionCodec(string Name, CSharpType Type, string Witx, int Size, int Alignment, EquatableArray<FieldModel> Fields)
    : CodecModel(Name, Type, Witx)
{
    public override IEnumerable<Shape> Parts => Fields.Select(static part => part.Shape);
}

/// <param name="PayloadOffset">The offset of the payload of every case.</param>
/// <param name="Tag">The C# enum of the tag.</param>
internal sealed record VariantCodec(
    string Name,
    CSharpType Type,
    string Witx,
    int Size,
    int Alignment,
    IntRepr TagRepr,
    int PayloadOffset,
    CSharpType Tag,
    EquatableArray<CaseModel> Cases)
    : CodecModel(Name, Type, Witx)
{
    public override IEnumerable<Shape> Parts => Cases.Select(static @case => @case.Payload).OfType<Shape>();
}
