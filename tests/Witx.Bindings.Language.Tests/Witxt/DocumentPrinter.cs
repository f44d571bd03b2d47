using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Tests;

/// <summary>Formats a document as one file in current syntax.</summary>
internal static class DocumentPrinter
{
    public static string Print(WitxDocument document) =>
        string.Join('\n',
        [
            .. document.Types.Select(Definition),
            .. document.Types.SelectMany(Constants),
            .. document.Modules.Select(Module),
        ]);

    private static string Definition(TypeDefinition type) =>
        $"{Docs(type.Docs)}(typename {(type.IsHidden ? "hidden " : "")}${type.Name} {Type(type.Type)})";

    private static IEnumerable<string> Constants(TypeDefinition type) =>
        type.Constants.Select(constant => $"{Docs(constant.Docs)}(@witx const ${type.Name} ${constant.Name} {constant.Value})");

    private static string Module(WitxModule module) =>
        $"{Docs(module.Docs)}(module ${module.Name}\n{string.Concat(module.Functions.Select(Function))})\n";

    private static string Function(WitxFunction function) =>
        $"{Docs(function.Docs)}(@interface func (export {Quote(function.Name)})\n"
        + string.Concat(function.Parameters.Select(static parameter => Part("param", parameter)))
        + string.Concat(function.Results.Select(static result => Part("result", result)))
        + (function.IsNoReturn ? "(@witx noreturn))\n" : ")\n");

    private static string Part(string word, Parameter parameter) =>
        $"{Docs(parameter.Docs)}({word} ${parameter.Name} {Type(parameter.Type)})\n";

    private static string Quote(string name) =>
        $"\"{string.Concat(name.EnumerateRunes().Select(static rune =>
            rune.Value is > 0x1F and not (0x22 or 0x5C or 0x7F) ? rune.ToString() : $"\\u{{{rune.Value:x}}}"))}\"";

    private static string Type(WitxType type) => type switch
    {
        NamedType named => $"${named.Definition.Name}",
        BuiltinType { Kind: BuiltinKind.Char8 } => "(@witx char8)",
        BuiltinType { Kind: BuiltinKind.USize } => "(@witx usize)",
        BuiltinType builtin => builtin.Kind.ToString().ToLowerInvariant(),
        BoolType => "bool",
        StringType => "string",
        HandleType => "(handle)",
        EnumType enumeration => $"(enum (@witx tag {Repr(enumeration.Repr)})\n{Members(enumeration.Members)})",
        FlagsType flags => $"(flags (@witx repr {Repr(flags.Repr)})\n{Members(flags.Members)})",
        RecordType record => $"(record\n{string.Concat(record.Fields.Select(Field))})",
        TupleType tuple => $"(tuple {string.Join(' ', tuple.Items.Select(Type))})",
        VariantType variant => $"(variant (@witx tag {Tag(variant)})\n{Cases(variant)})",
        ExpectedType expected => $"(expected {Optional(expected.Ok)} (error {Optional(expected.Error)}))",
        ListType list => $"(list {Type(list.Element)})",
        PointerType pointer => $"(@witx {(pointer.IsConst ? "const_" : "")}pointer {Type(pointer.Target)})",
        _ => throw new System.NotSupportedException("Today's witx has no unions without tags."),
    };

    private static string Field(Field field) => $"{Docs(field.Docs)}(field ${field.Name} {Type(field.Type)})\n";

    private static string Tag(VariantType variant) => variant.Tag is null ? Repr(variant.TagRepr) : Type(variant.Tag);

    private static string Members(IEnumerable<Member> members) =>
        string.Concat(members.Select(static member => $"{Docs(member.Docs)}${member.Name}\n"));

    private static string Cases(VariantType variant) =>
        string.Concat(variant.Cases.Select(static item => $"{Docs(item.Docs)}(case ${item.Name} {Optional(item.Type)})\n"));

    private static string Optional(WitxType? type) => type is null ? "" : Type(type);

    private static string Repr(IntRepr repr) => repr.ToString().ToLowerInvariant();

    private static string Docs(string docs) =>
        string.Concat(docs.Split('\n')[..^1].Select(static line => line.Length is 0 ? ";;;\n" : $";;; {line}\n"));
}
