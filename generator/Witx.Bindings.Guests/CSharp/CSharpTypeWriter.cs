using System.Collections.Immutable;
using System.Globalization;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.CSharp;

/// <summary>Writes the declarations of types in C#.</summary>
/// <param name="writer">The source text.</param>
/// <param name="names">The identifiers of the class.</param>
internal sealed class CSharpTypeWriter(SourceWriter writer, CSharpNames names)
{
    private readonly CSharpTypes _types = new(names);

    /// <summary>Writes a type and its constants.</summary>
    public void Write(Declaration declaration)
    {
        if (CSharpNames.DeclaresType(declaration))
        {
            writer.Separate();
            CSharpComment.Write(writer, declaration.Docs);
            WriteType(declaration, names.Type(declaration));
        }

        WriteConstants(declaration);
    }

    private void WriteType(Declaration declaration, string name)
    {
        switch (declaration.Type)
        {
            case EnumType enumeration:
                WriteEnum(declaration, enumeration.Repr);
                break;
            case VariantType { HasPayloads: false } variant:
                WriteEnum(declaration, variant.TagRepr);
                break;
            case FlagsType flags:
                writer.Line("[Flags]");
                WriteEnum(declaration, flags.Repr);
                break;
            case HandleType:
                writer.Line("/// <param name=\"Value\">The number that the host assigned.</param>");
                writer.Line($"public readonly record struct {name}(uint Value);");
                break;
            case RecordType or TupleType:
                WriteMembers(name, "Sequential", declaration.Type);
                break;
            case UntaggedUnionType:
                WriteMembers(name, "Explicit", declaration.Type);
                break;
            case VariantType variant:
                WriteTagged(name, variant.Tag is null ? CSharpTypes.Format(variant.TagRepr) : _types.Format(variant.Tag), variant);
                break;
            case ExpectedType:
                WriteTagged(name, "uint", declaration.Type);
                break;
            case ListType list:
                WriteSequence(name, _types.Format(list.Element));
                break;
            default:
                WriteSequence(name, "byte");
                break;
        }
    }

    private void WriteEnum(Declaration declaration, IntRepr repr)
    {
        bool isFlags = declaration.Type is FlagsType;
        ImmutableArray<NamedValue> values = NamedValue.List(declaration.Type);
        IdentifierScope scope = new();
        writer.Line($"public enum {names.Type(declaration)} : {CSharpTypes.Format(repr)}");
        writer.Open("{");
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i].Docs.Length > 0)
            {
                writer.Separate();
                CSharpComment.Write(writer, values[i].Docs);
            }

            string number = i.ToString(CultureInfo.InvariantCulture);
            string one = repr switch { IntRepr.U64 => "1UL", IntRepr.U32 => "1U", _ => "1" };
            string value = isFlags ? $"{one} << {number}" : number;
            writer.Line($"{scope.Declare(Words.Pascal(values[i].Name))} = {value},");
        }

        writer.Close();
    }

    private void WriteMembers(string name, string layout, WitxType type)
    {
        IdentifierScope scope = CSharpNames.CreateTypeScope(name);
        writer.Line($"[StructLayout(LayoutKind.{layout})]");
        writer.Line($"public struct {name}");
        writer.Open("{");
        foreach (CompoundMember member in CompoundMember.List(type))
        {
            if (member.Docs.Length > 0)
            {
                writer.Separate();
                CSharpComment.Write(writer, member.Docs);
            }

            string offset = layout is "Explicit" ? "[FieldOffset(0)] " : "";
            writer.Line($"{offset}public {_types.Format(member.Type)} {scope.Declare(Words.Pascal(member.Name))};");
        }

        writer.Close();
    }

    private void WriteTagged(string name, string tag, WitxType type)
    {
        bool hasPayloads = CompoundMember.List(type).Length > 0;
        string union = hasPayloads ? names.Declare(name + "Payload") : "";
        writer.Line("[StructLayout(LayoutKind.Sequential)]");
        writer.Line($"public struct {name}");
        writer.Open("{");
        writer.Line("/// <summary>The case that the value has.</summary>");
        writer.Line($"public {tag} Tag;");
        if (hasPayloads)
        {
            writer.Separate();
            writer.Line("/// <summary>The payload of that case.</summary>");
            writer.Line($"public {union} Payload;");
        }

        writer.Close();
        if (hasPayloads)
        {
            writer.Separate();
            writer.Line($"/// <summary>The payload of a <see cref=\"{name}\"/>.</summary>");
            WriteMembers(union, "Explicit", type);
        }
    }

    private void WriteSequence(string name, string element)
    {
        writer.Line("[StructLayout(LayoutKind.Sequential)]");
        writer.Line($"public struct {name}");
        writer.Open("{");
        writer.Line($"public {element}* Address;");
        writer.Line("public nuint Length;");
        writer.Close();
    }

    private void WriteConstants(Declaration declaration)
    {
        foreach (Constant constant in declaration.Constants)
        {
            string name = names.Declare(Words.Pascal([.. declaration.Names, constant.Name]));
            writer.Separate();
            CSharpComment.Write(writer, constant.Docs);
            string type = declaration.Type.Resolved is HandleType ? "uint" : _types.Format(new NamedType(declaration.Definition!));
            writer.Line($"public const {type} {name} = unchecked(({type}){constant.Value.ToString(CultureInfo.InvariantCulture)}UL);");
        }
    }
}
