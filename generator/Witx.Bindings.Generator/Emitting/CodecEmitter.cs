using System.Globalization;
using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the codec of a type. It reads each byte once and uses the checked copy, because guest memory may be shared.</summary>
internal static class CodecEmitter
{
    public static void Write(CodeWriter writer, CodecModel codec)
    {
        (int size, int alignment) = codec switch
        {
            RecordCodec record => (record.Size, record.Alignment),
            VariantCodec variant => (variant.Size, variant.Alignment),
            UnionCodec union => (union.Size, union.Alignment),
            EnumCodec e => ((int)e.Repr, (int)e.Repr),
            FlagsCodec flags => ((int)flags.Repr, (int)flags.Repr),
            _ => (4, 4),
        };

        using (writer.Block($"internal readonly struct {codec.Name} : WitxGlue::IGuestCodec<{codec.Type}>"))
        {
            writer.Line($"public static int Size => {size};");
            writer.Line();
            writer.Line($"public static int Alignment => {alignment};");
            writer.Line();
            Inline(writer, codec);
            Read(writer, codec);
            writer.Line();
            Inline(writer, codec);
            Write(writer, codec, $"public static void Write(global::System.Span<byte> bytes, in {TypeNames.Format(codec.Type)} value)");
        }
    }

    /// <summary>Marks the methods of a record's codec for inlining: ahead-of-time compilation has no profile to decide it.</summary>
    private static void Inline(CodeWriter writer, CodecModel codec)
    {
        if (codec is RecordCodec)
        {
            writer.Line(
                "[global::System.Runtime.CompilerServices.MethodImpl("
                + "global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        }
    }

    private static void Read(CodeWriter writer, CodecModel codec)
    {
        string signature = $"public static {TypeNames.Format(codec.Type)} Read(global::System.ReadOnlySpan<byte> bytes)";
        switch (codec)
        {
            case EnumCodec e:
                Number(writer, signature, e, e.Repr, Beyond(e.Repr, e.Count));
                break;
            case FlagsCodec flags:
                Number(writer, signature, flags, flags.Repr, Unknown(flags));
                break;
            case RecordCodec record:
                writer.Line(signature + " =>");
                using (writer.Indent())
                {
                    string[] fields =
                    [
                        .. record.Fields.Select(static field => $"{TypeNames.Format(field.Shape.Codec)}.Read({At(field.Offset)})"),
                    ];
                    string open = !record.IsTuple ? "new(" : fields.Length == 1 ? $"new {TypeNames.Format(record.Type)}(" : "(";
                    writer.Line($"{open}{string.Join(",\n    ", fields)});");
                }

                break;
            case VariantCodec variant:
                Variant(writer, signature, variant);
                break;
            case UnionCodec union:
                writer.Line(signature + " => new(bytes);");
                Readings(writer, union);
                break;
        }
    }

    private static void Number(CodeWriter writer, string signature, CodecModel codec, IntRepr repr, string? isWrong)
    {
        if (isWrong is null)
        {
            writer.Line($"{signature} => ({codec.Type})WitxGlue::{repr}Codec.Read(bytes);");
            return;
        }

        using (writer.Block(signature))
        {
            writer.Line($"{TypeEmitter.Integer(repr)} value = WitxGlue::{repr}Codec.Read(bytes);");
            Check(writer, codec.Witx, isWrong);
            writer.Line($"return ({codec.Type})value;");
        }
    }

    private static void Variant(CodeWriter writer, string signature, VariantCodec variant)
    {
        using (writer.Block(signature))
        {
            writer.Line($"{TypeEmitter.Integer(variant.TagRepr)} value = WitxGlue::{variant.TagRepr}Codec.Read(bytes);");
            if (Beyond(variant.TagRepr, variant.Cases.Count) is { } isWrong)
            {
                Check(writer, variant.Witx, isWrong);
            }

            writer.Line($"return ({variant.Tag})value switch");
            writer.Line("{");
            using (writer.Indent())
            {
                for (int i = 0; i < variant.Cases.Count; i++)
                {
                    CaseModel @case = variant.Cases[i];
                    string pattern = i == variant.Cases.Count - 1 ? "_" : TypeNames.Format(new EnumValue(variant.Tag, @case.Member));
                    string payload =
                        @case.Payload is { } shape ? $"({TypeNames.Format(shape.Codec)}.Read({At(variant.PayloadOffset)}))" : "";
                    writer.Line($"{pattern} => {variant.Type}.{@case.Name}{payload},");
                }
            }

            writer.Line("};");
        }
    }

    /// <summary>Writes the conversions between the bytes of a union and each of its fields.</summary>
    private static void Readings(CodeWriter writer, UnionCodec union)
    {
        foreach (FieldModel field in union.Fields)
        {
            writer.Line();
            writer.Line(
                $"public static {field.Shape.Type} As{field.Name}(global::System.ReadOnlySpan<byte> bytes) => "
                    + $"{field.Shape.Codec}.Read(bytes);");
            writer.Line();
            using (writer.Block($"public static {union.Type} Of{field.Name}({field.Shape.Type} value)"))
            {
                writer.Line($"global::System.Span<byte> bytes = stackalloc byte[{union.Size}];");
                writer.Line("bytes.Clear();");
                writer.Line($"{field.Shape.Codec}.Write(bytes, value);");
                writer.Line("return new(bytes);");
            }
        }
    }

    private static void Write(CodeWriter writer, CodecModel codec, string signature)
    {
        switch (codec)
        {
            case UnionCodec:
                writer.Line(signature + " => value.CopyTo(bytes);");
                break;
            case EnumCodec e:
                writer.Line($"{signature} => WitxGlue::{e.Repr}Codec.Write(bytes, ({TypeEmitter.Integer(e.Repr)})value);");
                break;
            case FlagsCodec flags:
                writer.Line($"{signature} => WitxGlue::{flags.Repr}Codec.Write(bytes, ({TypeEmitter.Integer(flags.Repr)})value);");
                break;
            case RecordCodec record:
                using (writer.Block(signature))
                {
                    foreach (FieldModel field in record.Fields)
                    {
                        writer.Line($"{field.Shape.Codec}.Write({At(field.Offset)}, value.{field.Name});");
                    }
                }

                break;
            case VariantCodec variant:
                using (writer.Block(signature))
                {
                    writer.Line($"WitxGlue::{variant.TagRepr}Codec.Write(bytes, ({TypeEmitter.Integer(variant.TagRepr)})value.Tag);");
                    foreach (CaseModel @case in variant.Cases.Where(static @case => @case.Payload is not null))
                    {
                        writer.Line();
                        using (writer.Block($"if (value.TryGet{@case.Name}(out {@case.Payload!.Type} "
                            + $"{CSharpNaming.Escape(CSharpNaming.Camel(@case.Name))}))"))
                        {
                            writer.Line($"{@case.Payload.Codec}.Write({At(variant.PayloadOffset)}, "
                                + $"{CSharpNaming.Escape(CSharpNaming.Camel(@case.Name))});");
                        }
                    }
                }

                break;
        }
    }

    private static void Check(CodeWriter writer, string witx, string isWrong)
    {
        using (writer.Block($"if ({isWrong})"))
        {
            writer.Line($"WitxGlue::Faults.ThrowUnknownValue({LiteralEmitter.Format(witx)}, value);");
        }

        writer.Line();
    }

    /// <summary>The condition for a value without a member; null if every value of the integer has one.</summary>
    private static string? Beyond(IntRepr repr, int count) =>
        repr <= IntRepr.U16 && count == 1 << ((int)repr * 8) ? null : "value >= " + count.ToString(CultureInfo.InvariantCulture);

    private static string? Unknown(FlagsCodec flags)
    {
        ulong all = flags.Repr is IntRepr.U64 ? ulong.MaxValue : (1UL << ((int)flags.Repr * 8)) - 1;
        string suffix = flags.Repr is IntRepr.U64 ? "UL" : "u";
        return flags.Mask == all ? null : $"(value & ~0x{flags.Mask.ToString("x", CultureInfo.InvariantCulture)}{suffix}) != 0";
    }

    private static string At(int offset) => offset == 0 ? "bytes" : $"bytes[{offset.ToString(CultureInfo.InvariantCulture)}..]";
}
