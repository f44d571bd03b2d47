using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Writes the imports of functions and their typed wrappers in Rust.</summary>
/// <param name="writer">The module.</param>
/// <param name="names">The identifiers of the module.</param>
internal sealed class RustFunctionWriter(SourceWriter writer, RustNames names)
{
    private readonly RustTypes _types = new(names);

    /// <summary>Writes the functions of a witx module.</summary>
    public void Write(WitxModule module)
    {
        foreach (WitxFunction function in module.Functions)
        {
            writer.Separate();
            Write(module, function, FunctionSignature.Create(function, PointerWidth.Bits32));
        }

        writer.Separate();
        writer.Open($"mod {names.Imports(module)} {{");
        writer.Line("#![allow(clashing_extern_declarations, unused_imports)]");
        writer.Separate();
        writer.Line("use super::*;");
        writer.Separate();
        writer.Line($"#[link(wasm_import_module = {RustText.Quote(module.Name)})]");
        writer.Open("extern \"C\" {");
        foreach (WitxFunction function in module.Functions)
        {
            FunctionSignature signature = FunctionSignature.Create(function, PointerWidth.Bits32);
            List<Argument> arguments = CreateArguments(function, signature, RustNames.CreateScope());
            string parameters = string.Join(
                ", ", arguments.SelectMany(static argument => argument.Core).Select(static core => $"{core.Name}: {core.Type}"));
            string result = function.IsNoReturn ? " -> !" : signature.Result is null ? "" : $" -> {ImportResult(signature)}";
            writer.Line($"#[link_name = {RustText.Quote(function.Name)}]");
            writer.Line($"pub fn {names.Function(function)}({parameters}){result};");
        }

        writer.Close();
        writer.Close();
    }

    private void Write(WitxModule module, WitxFunction function, FunctionSignature signature)
    {
        List<Argument> arguments = CreateArguments(function, signature, RustNames.CreateScope(Locals(signature.Form)));
        bool isUnsafe = function.Parameters.Any(static parameter => ReachesMemory(parameter.Type));
        RustComment.Write(writer, Comment(function, signature, arguments, isUnsafe));
        string parameters = string.Join(
            ", ", arguments.Where(static argument => !argument.IsOutput).Select(static argument => $"{argument.Name}: {argument.Type}"));
        string result = Result(function, signature);
        string arrow = result.Length is 0 ? "" : $" -> {result}";
        writer.Open($"pub {(isUnsafe ? "unsafe " : "")}fn {names.Function(function)}({parameters}){arrow} {{");
        foreach (Argument argument in arguments.Where(static argument => argument.IsOutput))
        {
            writer.Line($"let mut {argument.Name} = core::mem::MaybeUninit::uninit();");
        }

        string values = string.Join(", ", arguments.SelectMany(static argument => argument.Core).Select(static core => core.Value));
        string call = $"{names.Imports(module)}::{names.Function(function)}({values})";
        call = isUnsafe ? call : $"unsafe {{ {call} }}";
        WriteCall(signature, arguments, call, isUnsafe);
        writer.Close();
    }

    /// <summary>Returns the names that the body of a wrapper uses beside its parameters.</summary>
    private static string[] Locals(ResultForm form) => form switch
    {
        ResultForm.Expected => ["core", "code"],
        ResultForm.Direct => ["core", "value"],
        _ => ["core"],
    };

    /// <summary>True if a wrong parameter lets the host reach memory that the caller did not lend it.</summary>
    private static bool ReachesMemory(WitxType type) => type.Resolved switch
    {
        ListType list => ScalarTypes.HasAddress(list.Element),
        StringType => false,
        _ => ScalarTypes.HasAddress(type),
    };

    private void WriteCall(FunctionSignature signature, List<Argument> arguments, string call, bool isUnsafe)
    {
        switch (signature.Form)
        {
            case ResultForm.None:
                writer.Line(call);
                break;
            case ResultForm.Direct:
                writer.Line($"let value = {call};");
                writer.Line(Tuple([FromCore(signature.ResultType!, "value"), .. Outputs(arguments, isUnsafe)]));
                break;
            default:
                writer.Line($"let code = {call};");
                writer.Open("if code == 0 {");
                writer.Line($"Ok({Tuple([.. Outputs(arguments, isUnsafe)])})");
                writer.Close("} else {", opensNext: true);
                bool hasError = signature.ResultType is { } type && ScalarTypes.IsScalar(type);
                writer.Line($"Err({(hasError ? FromCore(signature.ResultType!, "code") : "code")})");
                writer.Close();
                break;
        }
    }

    private static IEnumerable<string> Outputs(List<Argument> arguments, bool isUnsafe) =>
        arguments.Where(static argument => argument.IsOutput)
            .Select(argument => isUnsafe ? $"{argument.Name}.assume_init()" : $"unsafe {{ {argument.Name}.assume_init() }}");

    private static string Tuple(string[] values) => values.Length is 1 ? values[0] : $"({string.Join(", ", values)})";

    private string Result(WitxFunction function, FunctionSignature signature)
    {
        string[] outputs =
        [
            .. signature.Outputs.Where((_, i) => !OutputName.IsBuffer(signature, i)).Select(output => _types.Format(output.Type)),
        ];
        return (function.IsNoReturn, signature.Form) switch
        {
            (true, _) => "!",
            (_, ResultForm.None) => "",
            (_, ResultForm.Direct) => Tuple([_types.Format(signature.ResultType!), .. outputs]),
            _ when signature.ResultType is { } error && ScalarTypes.IsScalar(error) => $"Result<{Tuple(outputs)}, {_types.Format(error)}>",
            _ => $"Result<{Tuple(outputs)}, {signature.Result!.Value.ToText()}>",
        };
    }

    private string ImportResult(FunctionSignature signature) => signature.ResultType?.Resolved switch
    {
        PointerType or BuiltinType { Kind: BuiltinKind.USize } => _types.Format(signature.ResultType!),
        _ => signature.Result!.Value.ToText(),
    };

    /// <summary>Converts a core value to the type of a result.</summary>
    private string FromCore(WitxType type, string value)
    {
        string name = _types.Format(type);
        return type.Resolved switch
        {
            PointerType => value,
            BuiltinType builtin when IsCore(builtin.Kind) => value,
            BuiltinType or BoolType => $"{value} as {name}",
            HandleType when !RustTypes.IsNewtype(type) => $"{value} as u32",
            HandleType => $"{name}({value} as u32)",
            EnumType enumeration => $"{name}({value} as {RustTypes.Format(enumeration.Repr)})",
            FlagsType flags => $"{name}({value} as {RustTypes.Format(flags.Repr)})",
            VariantType variant => $"{name}({value} as {RustTypes.Format(variant.TagRepr)})",
            _ => value,
        };
    }

    /// <summary>True if the type of the core value is the type itself.</summary>
    private static bool IsCore(BuiltinKind kind) =>
        kind is BuiltinKind.USize or BuiltinKind.F32 or BuiltinKind.F64 or BuiltinKind.S32 or BuiltinKind.S64;

    /// <summary>Converts a parameter to a core value.</summary>
    private static string ToCore(WitxType type, CoreType core, string name) => type.Resolved switch
    {
        PointerType => name,
        BuiltinType builtin when IsCore(builtin.Kind) => name,
        _ when RustTypes.IsNewtype(type) => $"{name}.0 as {core.ToText()}",
        _ => $"{name} as {core.ToText()}",
    };

    private List<Argument> CreateArguments(WitxFunction function, FunctionSignature signature, IdentifierScope scope) =>
        [.. GuestParameter.List(function, signature)
            .Select(parameter => CreateArgument(parameter, scope.Declare(Words.Snake(parameter.Name))))];

    private Argument CreateArgument(GuestParameter parameter, string name)
    {
        string docs = parameter.Docs;
        if (parameter.Kind is GuestParameterKind.Sequence or GuestParameterKind.OutSequence)
        {
            string element = parameter.Element is { } each ? _types.Format(each) : "u8";
            (string core, string slice, string address) = parameter.Kind is GuestParameterKind.OutSequence
                ? ($"*mut {element}", $"&mut [{element}]", $"{name}.as_mut_ptr()")
                : ($"*const {element}", parameter.Element is null ? "&str" : $"&[{element}]", $"{name}.as_ptr()");
            return new Argument(docs, name, slice, [(name, core, address), ($"{name}_len", "usize", $"{name}.len()")]);
        }

        string type = _types.Format(parameter.Type);
        switch (parameter.Kind)
        {
            case GuestParameterKind.Reference:
                return new Argument(docs, name, $"&{type}", [(name, $"*const {type}", name)]);
            case GuestParameterKind.Out:
                return new Argument(docs, name, "", [(name, $"*mut {type}", $"{name}.as_mut_ptr()")]);
            default:
                bool isAddress = parameter.Type.Resolved is PointerType or BuiltinType { Kind: BuiltinKind.USize };
                string imported = isAddress ? type : parameter.Core.ToText();
                return new Argument(docs, name, type, [(name, imported, ToCore(parameter.Type, parameter.Core, name))]);
        }
    }

    private static List<string> Comment(WitxFunction function, FunctionSignature signature, List<Argument> arguments, bool isUnsafe)
    {
        List<string> lines = [.. DocText.Lines(function.Docs)];
        string[] items = [.. arguments.Where(static argument => argument is { Docs.Length: > 0, IsOutput: false })
            .Select(static argument => $"- `{argument.Name}`: {DocText.OneLine(argument.Docs)}")];
        AddSection(lines, items);
        if (signature.Form is ResultForm.Expected && signature.ResultType is null)
        {
            AddSection(lines, ["# Errors", "", "The error is the number that the host returned."]);
        }

        if (isUnsafe)
        {
            AddSection(
                lines,
                ["# Safety", "", "The host uses the pointers in the arguments: each must be valid for its reads and writes."]);
        }

        return lines;
    }

    private static void AddSection(List<string> lines, string[] section)
    {
        if (section.Length > 0 && lines.Count > 0)
        {
            lines.Add("");
        }

        lines.AddRange(section);
    }

    /// <summary>A parameter of a wrapper, or an output.</summary>
    /// <param name="Docs">The doc comment.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Type">The type of the parameter; empty for an output, which is a local of the wrapper.</param>
    /// <param name="Core">The name, the type and the value of each core parameter.</param>
    private sealed record Argument(string Docs, string Name, string Type, (string Name, string Type, string Value)[] Core)
    {
        public bool IsOutput => Type.Length is 0;
    }
}
