using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes an untagged union: its bytes and the views of them.</summary>
internal static class UnionEmitter
{
    public static void Write(CodeWriter writer, UnionModel union, bool isClsChecked)
    {
        HostEmitter.Attributes(writer, isClsChecked);
        using (writer.Block($"public readonly struct {union.Name} : global::System.IEquatable<{union.Name}>"))
        {
            writer.Line("private readonly Content _content;");
            writer.Line();
            writer.Line("/// <summary>Creates a union from its bytes in guest memory.</summary>");
            writer.Line($"/// <param name=\"bytes\">At least {union.Size} bytes.</param>");
            writer.Line($"public {union.Name}(global::System.ReadOnlySpan<byte> bytes) => bytes[..{union.Size}].CopyTo(_content);");
            foreach (FieldModel field in union.Fields)
            {
                writer.Line();
                Field(writer, union, field);
            }

            writer.Line();
            writer.Line("/// <summary>Copies the bytes to guest memory.</summary>");
            writer.Line($"/// <param name=\"bytes\">The destination, of at least {union.Size} bytes.</param>");
            writer.Line(
                "public void CopyTo(global::System.Span<byte> bytes) => ((global::System.ReadOnlySpan<byte>)_content).CopyTo(bytes);");
            writer.Line();
            Equality(writer, union.Name);
            writer.Line();
            writer.Line($"[global::System.Runtime.CompilerServices.InlineArray({union.Size})]");
            using (writer.Block("private struct Content"))
            {
                writer.Line("private byte _first;");
            }
        }
    }

    private static void Field(CodeWriter writer, UnionModel union, FieldModel field)
    {
        DocumentationEmitter.Summary(writer, field.Docs);
        writer.Line($"public static {union.Name} {field.Name}({field.Shape.Type} value) => WitxAbi.{union.Codec}.Of{field.Name}(value);");
        writer.Line();
        DocumentationEmitter.Summary(writer, field.Docs);
        writer.Line($"public {field.Shape.Type} As{field.Name}() => WitxAbi.{union.Codec}.As{field.Name}(_content);");
    }

    private static void Equality(CodeWriter writer, string name)
    {
        writer.Line($"public static bool operator ==({name} left, {name} right) => left.Equals(right);");
        writer.Line();
        writer.Line($"public static bool operator !=({name} left, {name} right) => !left.Equals(right);");
        writer.Line();
        writer.Line($"public bool Equals({name} other) =>");
        writer.Line("    global::System.MemoryExtensions.SequenceEqual((global::System.ReadOnlySpan<byte>)_content, "
            + "(global::System.ReadOnlySpan<byte>)other._content);");
        writer.Line();
        writer.Line($"public override bool Equals(object? other) => other is {name} union && Equals(union);");
        writer.Line();
        using (writer.Block("public override int GetHashCode()"))
        {
            writer.Line("global::System.HashCode hash = default;");
            writer.Line("hash.AddBytes(_content);");
            writer.Line("return hash.ToHashCode();");
        }
    }
}
