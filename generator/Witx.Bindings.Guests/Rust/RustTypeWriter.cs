using System.Collections.Immutable;
using System.Globalization;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Writes the declarations of types in Rust.</summary>
/// <param name="writer">The module.</param>
/// <param name="names">The identifiers of the module.</param>
internal sealed class RustTypeWriter(SourceWriter writer, RustNames names)
{
    private readonly RustTypes _types = new(names);

    /// <summary>Writes a type and its constants.</summary>
    public void Write(Declaration declaration)
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
                WriteFlags(declaration, flags.Repr);
                break;
            case HandleType:
                WriteNewtype(declaration, "u32", "Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash");
                WriteConstants(declaration);
                break;
            case RecordType or TupleType:
                Comment(declaration.Docs);
                WriteMembers("struct", names.Type(declaration), declaration.Type);
                break;
            case UntaggedUnionType:
                Comment(declaration.Docs);
                WriteMembers("union", names.Type(declaration), declaration.Type);
                break;
            case VariantType { Tag: { } tag }:
                WriteTagged(declaration, _types.Format(tag));
                break;
            case VariantType variant:
                WriteTagged(declaration, RustTypes.Format(variant.TagRepr));
                WriteTags(declaration, RustTypes.Format(variant.TagRepr));
                break;
            case ExpectedType:
                WriteTagged(declaration, "u32");
                break;
            case ListType list:
                WriteSequence(declaration, _types.Format(list.Element));
                break;
            case StringType:
                WriteSequence(declaration, "u8");
                break;
            default:
                Comment(declaration.Docs);
                writer.Line($"pub type {names.Type(declaration)} = {_types.Format(declaration.Type)};");
                WriteModuleConstants(declaration);
                break;
        }
    }

    private void WriteNewtype(Declaration declaration, string integer, string traits)
    {
        Comment(declaration.Docs);
        writer.Line("#[repr(transparent)]");
        writer.Line($"#[derive({traits})]");
        writer.Line($"pub struct {names.Type(declaration)}(pub {integer});");
    }

    private void WriteEnum(Declaration declaration, IntRepr repr)
    {
        ImmutableArray<NamedValue> members = NamedValue.List(declaration.Type);
        string type = names.Type(declaration);
        WriteNewtype(declaration, RustTypes.Format(repr), "Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash");
        IdentifierScope scope = RustNames.CreateScope();
        writer.Separate();
        writer.Open($"impl {type} {{");
        for (int i = 0; i < members.Length; i++)
        {
            WriteConstant(scope, members[i].Name, members[i].Docs, $"Self({Number(i)})");
        }

        WriteConstants(declaration, scope);
        writer.Separate();
        writer.Line("/// Returns the name of the value in the interface file, or `None` if it has none.");
        writer.Open("pub const fn name(self) -> Option<&'static str> {");
        writer.Open("match self.0 {");
        for (int i = 0; i < members.Length; i++)
        {
            writer.Line($"{Number(i)} => Some({RustText.Quote(members[i].Name)}),");
        }

        writer.Line("_ => None,");
        writer.Close();
        writer.Close();
        writer.Close();
        writer.Separate();
        writer.Open($"impl core::fmt::Debug for {type} {{");
        writer.Open("fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {");
        writer.Open("match self.name() {");
        writer.Line("Some(name) => f.write_str(name),");
        writer.Line("None => core::fmt::Debug::fmt(&self.0, f),");
        writer.Close();
        writer.Close();
        writer.Close();
    }

    private void WriteFlags(Declaration declaration, IntRepr repr)
    {
        ImmutableArray<NamedValue> members = NamedValue.List(declaration.Type);
        string type = names.Type(declaration);
        WriteNewtype(declaration, RustTypes.Format(repr), "Clone, Copy, Debug, Default, PartialEq, Eq, Hash");
        IdentifierScope scope = RustNames.CreateScope();
        writer.Separate();
        writer.Open($"impl {type} {{");
        for (int i = 0; i < members.Length; i++)
        {
            WriteConstant(scope, members[i].Name, members[i].Docs, $"Self(1 << {Number(i)})");
        }

        WriteConstants(declaration, scope);
        writer.Separate();
        writer.Line("/// Returns true if all members of the other value are set in this one.");
        writer.Open("pub const fn contains(self, other: Self) -> bool {");
        writer.Line("self.0 & other.0 == other.0");
        writer.Close();
        writer.Close();
        WriteOperator(type, "BitOr", "bitor", "|");
        WriteOperator(type, "BitAnd", "bitand", "&");
    }

    private void WriteOperator(string type, string trait, string method, string symbol)
    {
        writer.Separate();
        writer.Open($"impl core::ops::{trait} for {type} {{");
        writer.Line("type Output = Self;");
        writer.Separate();
        writer.Open($"fn {method}(self, other: Self) -> Self {{");
        writer.Line($"Self(self.0 {symbol} other.0)");
        writer.Close();
        writer.Close();
    }

    private void WriteConstants(Declaration declaration)
    {
        if (declaration.Constants.Length > 0)
        {
            writer.Separate();
            writer.Open($"impl {names.Type(declaration)} {{");
            WriteConstants(declaration, RustNames.CreateScope());
            writer.Close();
        }
    }

    private void WriteConstants(Declaration declaration, IdentifierScope scope)
    {
        foreach (Constant constant in declaration.Constants)
        {
            WriteConstant(scope, constant.Name, constant.Docs, $"Self({Value(declaration, constant)})");
        }
    }

    /// <summary>Writes the constants of an alias, which can have no members, as constants of the module.</summary>
    private void WriteModuleConstants(Declaration declaration)
    {
        foreach (Constant constant in declaration.Constants)
        {
            string value = Value(declaration, constant);
            string type = names.Type(declaration);
            string name = names.DeclareType(Words.UpperSnake([.. declaration.Names, constant.Name]));
            Comment(constant.Docs);
            string constructed = RustTypes.IsNewtype(declaration.Type) ? $"{_types.Format(declaration.Type)}({value})" : value;
            writer.Line($"pub const {name}: {type} = {constructed};");
        }
    }

    /// <summary>Formats a constant, whose bits are unsigned, as a literal of its type.</summary>
    private static string Value(Declaration declaration, Constant constant) => declaration.Type.Resolved switch
    {
        BuiltinType { Kind: BuiltinKind.S8 } => unchecked((sbyte)constant.Value).ToString(CultureInfo.InvariantCulture),
        BuiltinType { Kind: BuiltinKind.S16 } => unchecked((short)constant.Value).ToString(CultureInfo.InvariantCulture),
        BuiltinType { Kind: BuiltinKind.S32 } => unchecked((int)constant.Value).ToString(CultureInfo.InvariantCulture),
        BuiltinType { Kind: BuiltinKind.S64 } => unchecked((long)constant.Value).ToString(CultureInfo.InvariantCulture),
        _ => constant.Value.ToString(CultureInfo.InvariantCulture),
    };

    private void WriteConstant(IdentifierScope scope, string name, string docs, string value)
    {
        if (docs.Length > 0)
        {
            writer.Separate();
            Comment(docs);
        }

        writer.Line($"pub const {scope.Declare(Words.UpperSnake(name))}: Self = {value};");
    }

    /// <summary>Writes the tags of a variant, unless they are the members of a named enum.</summary>
    private void WriteTags(Declaration declaration, string tag)
    {
        ImmutableArray<NamedValue> tags = NamedValue.List(declaration.Type);
        IdentifierScope scope = RustNames.CreateScope();
        writer.Separate();
        writer.Open($"impl {names.Type(declaration)} {{");
        for (int i = 0; i < tags.Length; i++)
        {
            writer.Line($"/// The tag of the case `{tags[i].Name}`.");
            writer.Line($"pub const {scope.Declare("TAG_" + Words.UpperSnake(tags[i].Name))}: {tag} = {Number(i)};");
        }

        writer.Close();
    }

    private void WriteTagged(Declaration declaration, string tag)
    {
        string name = names.Type(declaration);
        bool hasPayloads = CompoundMember.List(declaration.Type).Length > 0;
        string union = hasPayloads ? names.DeclareType(name + "Payload") : "";
        if (hasPayloads)
        {
            writer.Line($"/// The payload of a [`{name}`].");
            WriteMembers("union", union, declaration.Type);
            writer.Separate();
        }

        Comment(declaration.Docs);
        writer.Line("#[repr(C)]");
        writer.Line("#[derive(Clone, Copy)]");
        writer.Open($"pub struct {name} {{");
        writer.Line("/// The case that the value has.");
        writer.Line($"pub tag: {tag},");
        if (hasPayloads)
        {
            writer.Separate();
            writer.Line("/// The payload of that case.");
            writer.Line($"pub payload: {union},");
        }

        writer.Close();
    }

    private void WriteMembers(string keyword, string name, WitxType type)
    {
        writer.Line("#[repr(C)]");
        writer.Line("#[derive(Clone, Copy)]");
        IdentifierScope scope = RustNames.CreateScope();
        writer.Open($"pub {keyword} {name} {{");
        foreach (CompoundMember member in CompoundMember.List(type))
        {
            if (member.Docs.Length > 0)
            {
                writer.Separate();
                Comment(member.Docs);
            }

            writer.Line($"pub {scope.Declare(Words.Snake(member.Name))}: {_types.Format(member.Type)},");
        }

        writer.Close();
    }

    private void WriteSequence(Declaration declaration, string element)
    {
        Comment(declaration.Docs);
        writer.Line("#[repr(C)]");
        writer.Line("#[derive(Clone, Copy)]");
        writer.Open($"pub struct {names.Type(declaration)} {{");
        writer.Line($"pub ptr: *mut {element},");
        writer.Line("pub len: usize,");
        writer.Close();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Comment(string docs) => RustComment.Write(writer, DocText.Lines(docs));
}
