using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes a variant: its tag, and for each case a factory and, with a payload, an accessor.</summary>
internal static class VariantEmitter
{
    public static void Write(CodeWriter writer, VariantModel variant, bool isClsChecked)
    {
        HostEmitter.Attributes(writer, isClsChecked);
        using (writer.Block($"public readonly record struct {variant.Name}"))
        {
            writer.Line($"private {variant.Name}({variant.Tag} tag) => Tag = tag;");
            writer.Line();
            writer.Line("/// <summary>The case.</summary>");
            writer.Line($"public {variant.Tag} Tag {{ get; }}");
            foreach (
                CaseModel first in variant.Cases.Where(static c => c.Payload is not null)
                    .GroupBy(static c => c.Field)
                    .Select(static g => g.First()))
            {
                writer.Line();
                writer.Line($"private {first.Payload!.Type} {first.Field} {{ get; init; }}");
            }

            foreach (CaseModel @case in variant.Cases)
            {
                writer.Line();
                Case(writer, variant, @case);
            }

            if (variant.OwnTag.Count > 0)
            {
                writer.Line();
                writer.Line("/// <summary>The cases.</summary>");
                TypeEmitter.Enum(writer, "Case", variant.TagRepr, variant.OwnTag, isClsChecked: false);
            }
        }
    }

    private static void Case(CodeWriter writer, VariantModel variant, CaseModel @case)
    {
        string tag = TypeNames.Format(new EnumValue(variant.Tag, @case.Member));
        DocumentationEmitter.Summary(writer, @case.Docs);
        if (@case.Payload is not { } payload)
        {
            writer.Line($"public static {variant.Name} {@case.Name} => new({tag});");
            return;
        }

        writer.Line($"public static {variant.Name} {@case.Name}({payload.Type} value) => new({tag}) {{ {@case.Field} = value }};");
        writer.Line();
        DocumentationEmitter.Summary(writer, @case.Docs);
        writer.Line("/// <param name=\"value\">The payload if the variant has this case; otherwise the default value.</param>");
        writer.Line("/// <returns>True if the variant has this case.</returns>");
        using (writer.Block($"public bool TryGet{@case.Name}(out {payload.Type} value)"))
        {
            writer.Line($"bool isCase = Tag == {tag};");
            writer.Line($"value = isCase ? {@case.Field} : default;");
            writer.Line("return isCase;");
        }
    }
}
