using System.Collections.Immutable;
using System.Globalization;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.C;

/// <summary>Writes the declarations of types in C.</summary>
/// <param name="writer">The header.</param>
/// <param name="names">The identifiers of the header.</param>
internal sealed class CTypeWriter(SourceWriter writer, CNames names)
{
    private readonly CTypes _types = new(names);

    /// <summary>Writes a type and its constants.</summary>
    public void Write(Declaration declaration)
    {
        string name = names.Type(declaration);
        switch (declaration.Type)
        {
            case EnumType enumeration:
                WriteInteger(declaration, enumeration.Repr);
                WriteValues(declaration, enumeration.Repr);
                break;
            case VariantType { HasPayloads: false } variant:
                WriteInteger(declaration, variant.TagRepr);
                WriteValues(declaration, variant.TagRepr);
                break;
            case FlagsType flags:
                WriteInteger(declaration, flags.Repr);
                WriteFlags(declaration, flags.Repr);
                break;
            case RecordType or TupleType:
                Comment(declaration.Docs);
                WriteMembers("struct", name, declaration.Type);
                break;
            case UntaggedUnionType:
                Comment(declaration.Docs);
                WriteMembers("union", name, declaration.Type);
                break;
            case VariantType { Tag: { } tag }:
                WriteTagged(declaration, _types.Format(tag));
                break;
            case VariantType variant:
                WriteValues(declaration, variant.TagRepr);
                writer.Line();
                WriteTagged(declaration, CTypes.Format(variant.TagRepr));
                break;
            case ExpectedType:
                WriteTagged(declaration, "uint32_t");
                break;
            case ListType list:
                WriteSequence(declaration, _types.Pointer(list.Element, isConst: false));
                break;
            case StringType:
                WriteSequence(declaration, "char *");
                break;
            default:
                Comment(declaration.Docs);
                writer.Line($"typedef {Join(_types.Format(declaration.Type), name)};");
                break;
        }

        WriteConstants(declaration);
    }

    private void WriteInteger(Declaration declaration, IntRepr repr)
    {
        Comment(declaration.Docs);
        writer.Line($"typedef {CTypes.Format(repr)} {names.Type(declaration)};");
    }

    private void WriteValues(Declaration declaration, IntRepr repr)
    {
        ImmutableArray<NamedValue> values = NamedValue.List(declaration.Type);
        bool isFirst = declaration.Type is VariantType { HasPayloads: true };
        for (int i = 0; i < values.Length; i++)
        {
            Define(declaration, values[i].Name, values[i].Docs, $"({CTypes.Literal(repr)}({Number(i)}))", isFirst && i is 0);
        }
    }

    private void WriteFlags(Declaration declaration, IntRepr repr)
    {
        ImmutableArray<NamedValue> values = NamedValue.List(declaration.Type);
        for (int i = 0; i < values.Length; i++)
        {
            string bit = $"{CTypes.Literal(repr)}(1) << {Number(i)}";
            Define(declaration, values[i].Name, values[i].Docs, $"(({names.Type(declaration)})({bit}))");
        }
    }

    private void WriteConstants(Declaration declaration)
    {
        string literal = Layout.Create(declaration.Type, PointerWidth.Bits32).Size is 8 ? "UINT64_C" : "UINT32_C";
        foreach (Constant constant in declaration.Constants)
        {
            string value = constant.Value.ToString(CultureInfo.InvariantCulture);
            Define(declaration, constant.Name, constant.Docs, $"(({names.Type(declaration)}){literal}({value}))");
        }
    }

    private void Define(Declaration declaration, string member, string docs, string value, bool isFirst = false)
    {
        if (docs.Length > 0 && !isFirst)
        {
            writer.Line();
        }

        Comment(docs);
        writer.Line($"#define {names.Macro(declaration.Names, member)} {value}");
    }

    private void WriteTagged(Declaration declaration, string tag)
    {
        string name = names.Type(declaration);
        bool hasPayloads = CompoundMember.List(declaration.Type).Length > 0;
        string union = hasPayloads ? names.Declare(name.Substring(0, name.Length - 2) + "_u_t") : "";
        if (hasPayloads)
        {
            writer.Line($"/** The payload of a '{name}'. */");
            WriteMembers("union", union, declaration.Type);
            writer.Separate();
        }

        Comment(declaration.Docs);
        writer.Open($"typedef struct {name} {{");
        writer.Line("/** The case that the value has. */");
        writer.Line($"{tag} tag;");
        if (hasPayloads)
        {
            writer.Separate();
            writer.Line("/** The payload of that case. */");
            writer.Line($"{union} u;");
        }

        writer.Close($"}} {name};");
    }

    private void WriteMembers(string keyword, string name, WitxType type)
    {
        ImmutableArray<CompoundMember> members = CompoundMember.List(type);
        ImmutableArray<string> fields = CFields.Names(type);
        writer.Open($"typedef {keyword} {name} {{");
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Docs.Length > 0)
            {
                writer.Separate();
                Comment(members[i].Docs);
            }

            writer.Line($"{Join(_types.Format(members[i].Type), fields[i])};");
        }

        writer.Close($"}} {name};");
    }

    private void WriteSequence(Declaration declaration, string pointer)
    {
        string name = names.Type(declaration);
        Comment(declaration.Docs);
        writer.Open($"typedef struct {name} {{");
        writer.Line($"{pointer}ptr;");
        writer.Line("size_t len;");
        writer.Close($"}} {name};");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Comment(string docs) => CComment.Write(writer, DocText.Lines(docs));

    /// <summary>Joins a type and the name that it declares. A star belongs to the name.</summary>
    internal static string Join(string type, string name) => type[^1] is '*' ? type + name : $"{type} {name}";
}
