using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Language.Tests;

/// <summary>Formats a document like the tables of the corpus, with one fact a line.</summary>
internal static class Table
{
    public static IEnumerable<string> Write(WitxDocument document, string parser)
    {
        PointerWidth width = parser is "wasix64" ? PointerWidth.Bits64 : PointerWidth.Bits32;
        bool isCurrent = parser is "v091" or "wasix" or "wasix64";
        foreach (TypeDefinition type in document.Types)
        {
            foreach (string line in parser is "v031" ? [$"T {type.Name}"] : Type(type, width, isCurrent))
            {
                yield return line;
            }
        }

        foreach (string line in isCurrent ? Constants(document) : [])
        {
            yield return line;
        }

        foreach (WitxModule module in document.Modules)
        {
            yield return $"M {module.Name}";
            foreach (WitxFunction function in module.Functions)
            {
                yield return Function(function, width);
            }
        }
    }

    private static IEnumerable<string> Constants(WitxDocument document) =>
        document.Types.SelectMany(static type => type.Constants.Select(constant => $"C {type.Name}.{constant.Name} = {constant.Value}"));

    private static string Function(WitxFunction function, PointerWidth width)
    {
        FunctionSignature signature = FunctionSignature.Create(function, width);
        string parameters = string.Join(' ', signature.Parameters.Select(static parameter => Core(parameter.Type)));
        string result = signature.Result is { } core ? Core(core) : "";
        return $"F {function.Name} ({parameters}) -> ({result}){(function.IsNoReturn ? " noreturn" : "")}";
    }

    private static IEnumerable<string> Type(TypeDefinition definition, PointerWidth width, bool isCurrent)
    {
        Layout layout = Layout.Create(definition.Type, width);
        WitxType type = definition.Type.Resolved;
        string kind = isCurrent ? CurrentKind(type) : OlderKind(definition);
        yield return $"{(definition.IsHidden ? "H " : "")}T {definition.Name} {kind} size={layout.Size} align={layout.Align}";
        foreach (string line in isCurrent ? Parts(type, layout, width) : [])
        {
            yield return "  " + line;
        }
    }

    private static IEnumerable<string> Parts(WitxType type, Layout layout, PointerWidth width)
    {
        return type switch
        {
            FlagsType flags =>
                [$"flags repr={flags.Repr} n={flags.Members.Length} [{Names(flags)}]"],
            RecordType record => record.Fields.Select((field, i) => Field(field.Name, field.Type, i)),
            TupleType tuple => tuple.Items.Select((item, i) => Field($"{i}", item, i)),
            _ when Cases(type) is { } cases => cases.Select(Case).Prepend(Head(cases)),
            _ => [],
        };

        string Head(List<(string Name, WitxType? Type)> cases)
        {
            bool isEnum = cases.All(static item => item.Type is null);
            bool isBool = isEnum && cases is [{ Name: "false" }, { Name: "true" }];
            string repr = $"U{layout.TagSize * 8}";
            return $"variant tag={repr} payload_off={layout.PayloadOffset} enum={Bool(isEnum)} bool={Bool(isBool)}";
        }

        string Case((string Name, WitxType? Type) item, int i)
        {
            Layout? payload = item.Type is null ? null : Layout.Create(item.Type, width);
            return $"case {i} {item.Name}{(payload is null ? "" : $" size={payload.Size} align={payload.Align}")}";
        }

        string Field(string name, WitxType fieldType, int i)
        {
            Layout field = Layout.Create(fieldType, width);
            return $"field {name} off={layout.Offsets[i]} size={field.Size} align={field.Align}";
        }
    }

    private static List<(string Name, WitxType? Type)>? Cases(WitxType type) => type switch
    {
        EnumType enumeration => [.. enumeration.Members.Select(static member => (member.Name, (WitxType?)null))],
        VariantType variant => [.. variant.Cases.Select(static item => (item.Name, item.Type))],
        BoolType => [("false", null), ("true", null)],
        ExpectedType expected => [("ok", expected.Ok), ("err", expected.Error)],
        _ => null,
    };

    private static string CurrentKind(WitxType type) => type switch
    {
        BuiltinType => "builtin",
        HandleType => "handle",
        ListType or StringType => "list",
        PointerType { IsConst: true } => "constpointer",
        PointerType => "pointer",
        RecordType or TupleType or FlagsType => "record",
        _ => "variant",
    };

    private static string OlderKind(TypeDefinition definition) => definition.Type.Resolved switch
    {
        BuiltinType when definition.Constants.Length > 0 => "int",
        BuiltinType or StringType => "builtin",
        HandleType => "handle",
        ListType => "array",
        PointerType { IsConst: true } => "constpointer",
        PointerType => "pointer",
        EnumType => "enum",
        FlagsType => "flags",
        RecordType => "struct",
        _ => "union",
    };

    private static string Names(FlagsType flags) => string.Join(' ', flags.Members.Select(static member => member.Name));

    private static string Core(CoreType type) => type.ToString().ToLowerInvariant();

    private static string Bool(bool value) => value ? "true" : "false";
}
