using System.Globalization;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the C# types of an interface.</summary>
internal static class TypeEmitter
{
    private const int MaxLine = 80;

    public static void Write(CodeWriter writer, TypeModel type, bool isClsChecked)
    {
        DocumentationEmitter.Summary(writer, type.Docs);
        switch (type)
        {
            case EnumModel e:
                Enum(writer, e.Name, e.Repr, e.Members, isClsChecked);
                break;
            case FlagsModel flags:
                Flags(writer, flags, isClsChecked);
                break;
            case HandleModel handle:
                writer.Line("/// <param name=\"Value\">The number that the guest uses for it.</param>");
                HostEmitter.Attributes(writer, isClsChecked);
                using (writer.Block($"public readonly record struct {handle.Name}(uint Value) : WitxApi::IGuestHandle<{handle.Name}>"))
                {
                    writer.Line($"static {handle.Name} WitxApi::IGuestHandle<{handle.Name}>.FromValue(uint value) => new(value);");
                }

                break;
            case RecordModel record:
                Record(writer, record, isClsChecked);
                break;
            case VariantModel variant:
                VariantEmitter.Write(writer, variant, isClsChecked);
                break;
            case UnionModel union:
                UnionEmitter.Write(writer, union, isClsChecked);
                break;
            case ConstantsModel constants:
                Constants(writer, constants, isClsChecked);
                break;
        }
    }

    public static void Enum(CodeWriter writer, string name, IntRepr repr, EquatableArray<MemberModel> members, bool isClsChecked)
    {
        HostEmitter.Attributes(writer, isClsChecked);
        using (writer.Block($"public enum {name} : {Integer(repr)}"))
        {
            for (int i = 0; i < members.Count; i++)
            {
                Member(writer, members[i], Number((ulong)i));
            }
        }
    }

    private static void Flags(CodeWriter writer, FlagsModel flags, bool isClsChecked)
    {
        writer.Line("[global::System.Flags]");
        HostEmitter.Attributes(writer, isClsChecked);
        using (writer.Block($"public enum {flags.Name} : {Integer(flags.Repr)}"))
        {
            for (int i = 0; i < flags.Members.Count; i++)
            {
                Member(writer, flags.Members[i], "0x" + (1UL << i).ToString("x", CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Member(CodeWriter writer, MemberModel member, string value)
    {
        if (member.Docs.Length > 0)
        {
            writer.Separate();
        }

        DocumentationEmitter.Summary(writer, member.Docs);
        writer.Line($"{member.Name} = {value},");
    }

    private static void Record(CodeWriter writer, RecordModel record, bool isClsChecked)
    {
        foreach (FieldModel field in record.Fields)
        {
            DocumentationEmitter.Parameter(writer, field.Name, field.Docs);
        }

        HostEmitter.Attributes(writer, isClsChecked);
        string fields = string.Join(", ", record.Fields.Select(static field => $"{TypeNames.Format(field.Shape.Type)} {field.Name}"));
        if (fields.Length < MaxLine)
        {
            writer.Line($"public readonly record struct {record.Name}({fields});");
            return;
        }

        writer.Line($"public readonly record struct {record.Name}(");
        using (writer.Indent())
        {
            for (int i = 0; i < record.Fields.Count; i++)
            {
                FieldModel field = record.Fields[i];
                writer.Line($"{field.Shape.Type} {field.Name}{(i == record.Fields.Count - 1 ? ");" : ",")}");
            }
        }
    }

    private static void Constants(CodeWriter writer, ConstantsModel constants, bool isClsChecked)
    {
        HostEmitter.Attributes(writer, isClsChecked);
        using (writer.Block($"public static class {constants.Name}"))
        {
            foreach (ConstantModel constant in constants.Constants)
            {
                writer.Separate();
                DocumentationEmitter.Summary(writer, constant.Docs);
                writer.Line($"public const {constants.Type} {constant.Name} = {Number(constant.Value)};");
            }
        }
    }

    public static string Integer(IntRepr repr) => repr switch
    {
        IntRepr.U8 => "byte",
        IntRepr.U16 => "ushort",
        IntRepr.U32 => "uint",
        _ => "ulong",
    };

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
