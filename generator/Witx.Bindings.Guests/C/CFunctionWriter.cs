using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.C;

/// <summary>Writes the imports of functions and their typed wrappers in C.</summary>
/// <param name="writer">The header.</param>
/// <param name="names">The identifiers of the header.</param>
/// <param name="hasTerminatedStrings">True if a string is passed as text that ends in NUL.</param>
internal sealed class CFunctionWriter(SourceWriter writer, CNames names, bool hasTerminatedStrings)
{
    private readonly CTypes _types = new(names);

    public void Write(WitxModule module, WitxFunction function)
    {
        FunctionSignature signature = FunctionSignature.Create(function, PointerWidth.Bits32);
        string import = names.Declare($"__imported_{Words.Snake(module.Name)}_{Words.Snake(function.Name)}");
        List<Argument> arguments = CreateArguments(function, signature);
        string noReturn = function.IsNoReturn ? ", __noreturn__" : "";
        string imports = string.Join(", ", arguments.SelectMany(static argument => argument.ImportTypes));
        writer.Line($"extern {ImportResult(signature)} {import}({(imports.Length is 0 ? "void" : imports)})");
        writer.Line($"    __attribute__((__import_module__({Quote(module.Name)}), __import_name__({Quote(function.Name)}){noReturn}));");
        writer.Separate();
        CComment.Write(writer, Comment(function, signature, arguments));
        writer.Line(Attributes(function, signature));
        WriteDefinition(function, signature, arguments, import);
    }

    private static string Attributes(WitxFunction function, FunctionSignature signature)
    {
        string attribute = function.IsNoReturn ? "__noreturn__" : signature.Form is ResultForm.Expected ? "__warn_unused_result__" : "";
        return attribute.Length is 0 ? "static inline" : $"static inline __attribute__(({attribute}))";
    }

    private void WriteDefinition(WitxFunction function, FunctionSignature signature, List<Argument> arguments, string import)
    {
        string result = Result(signature);
        string parameters = string.Join(", ", arguments.Select(static argument => argument.Declaration));
        writer.Open($"{CTypeWriter.Join(result, names.Function(function))}({(parameters.Length is 0 ? "void" : parameters)}) {{");
        string call = $"{import}({string.Join(", ", arguments.SelectMany(static argument => argument.Values))})";
        writer.Line(result is "void" ? $"{call};" : $"return ({result}){call};");
        writer.Close();
    }

    private List<Argument> CreateArguments(WitxFunction function, FunctionSignature signature)
    {
        IdentifierScope scope = CNames.CreateScope();
        return [.. GuestParameter.List(function, signature).Select(parameter => CreateArgument(scope, parameter))];
    }

    private Argument CreateArgument(IdentifierScope scope, GuestParameter parameter)
    {
        string name = scope.Declare(Words.Snake(parameter.Name));
        return parameter.Kind switch
        {
            GuestParameterKind.Value => Value(parameter, name),
            GuestParameterKind.Reference => Pointer(parameter, name, "const void *", isConst: true),
            GuestParameterKind.Out => Pointer(parameter, name, "void *", isConst: false),
            GuestParameterKind.Sequence when hasTerminatedStrings && parameter.Element is null =>
                new Argument(parameter.Docs, name, $"const char *{name}", [("const void *", name), ("size_t", $"strlen({name})")]),
            GuestParameterKind.Sequence => Sequence(parameter, name, scope.Declare($"{name}_len"), "const void *", isConst: true),
            _ => Sequence(parameter, name, scope.Declare($"{name}_len"), "void *", isConst: false),
        };
    }

    private Argument Value(GuestParameter parameter, string name) =>
        new(parameter.Docs, name, CTypeWriter.Join(_types.Format(parameter.Type), name), parameter.Type.Resolved switch
        {
            PointerType pointer => [(pointer.IsConst ? "const void *" : "void *", name)],
            BuiltinType { Kind: BuiltinKind.USize } => [("size_t", name)],
            _ when parameter.Core is CoreType.F32 or CoreType.F64 => [(Format(parameter.Core), name)],
            _ => [(Format(parameter.Core), $"({Format(parameter.Core)}){name}")],
        });

    private Argument Pointer(GuestParameter parameter, string name, string core, bool isConst) =>
        new(parameter.Docs, name, _types.Pointer(parameter.Type, isConst) + name, [(core, name)]);

    private Argument Sequence(GuestParameter parameter, string name, string length, string core, bool isConst)
    {
        string pointer = parameter.Element is { } element ? _types.Pointer(element, isConst) : isConst ? "const char *" : "char *";
        return new Argument(parameter.Docs, name, $"{pointer}{name}, size_t {length}", [(core, name), ("size_t", length)]);
    }

    private string Result(FunctionSignature signature) => signature switch
    {
        { Result: null } => "void",
        { ResultType: { } type } when ScalarTypes.IsScalar(type) => _types.Format(type),
        { Result: { } core } => Format(core),
    };

    private static string ImportResult(FunctionSignature signature) => signature switch
    {
        { Result: null } => "void",
        { ResultType.Resolved: PointerType { IsConst: true } } => "const void *",
        { ResultType.Resolved: PointerType } => "void *",
        { ResultType.Resolved: BuiltinType { Kind: BuiltinKind.USize } } => "size_t",
        { Result: { } core } => Format(core),
    };

    private static string Format(CoreType core) => core switch
    {
        CoreType.I32 => "int32_t",
        CoreType.I64 => "int64_t",
        CoreType.F32 => "float",
        _ => "double",
    };

    private static IEnumerable<string> Comment(WitxFunction function, FunctionSignature signature, List<Argument> arguments)
    {
        string[] docs = [.. DocText.Lines(function.Docs)];
        string[] tags =
        [
            .. arguments.Where(static argument => argument.Docs.Length > 0)
                .Select(static argument => $"@param {argument.Name} {DocText.OneLine(argument.Docs)}"),
            .. ReturnTag(signature),
        ];
        return docs.Length > 0 && tags.Length > 0 ? [.. docs, "", .. tags] : [.. docs, .. tags];
    }

    private static IEnumerable<string> ReturnTag(FunctionSignature signature) => signature switch
    {
        { Form: not ResultForm.Expected } => [],
        { Outputs.IsEmpty: true } => ["@return 0, or the error."],
        _ => ["@return 0, or the error. Results are written only if it is 0."],
    };

    private static string Quote(string text) => QuotedText.Format(text, static codePoint => codePoint switch
    {
        "\n" => "\\n",
        "\r" => "\\r",
        "\t" => "\\t",
        _ when codePoint.Length is 2 => "\\U" + Printable.ToHexadecimal(codePoint.AsSpan(), "x8"),

        // C has no name for a character below U+00A0, and compilers take it as it is.
        _ when codePoint[0] < 0xa0 => codePoint,
        _ => "\\u" + Printable.ToHexadecimal(codePoint.AsSpan(), "x4"),
    });

    /// <summary>A parameter of a wrapper.</summary>
    /// <param name="Docs">The doc comment.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Declaration">Its declaration, with that of its length if it has one.</param>
    /// <param name="Core">The type and the value of each core parameter.</param>
    private sealed record Argument(string Docs, string Name, string Declaration, (string Type, string Value)[] Core)
    {
        public IEnumerable<string> ImportTypes => Core.Select(static core => core.Type);

        public IEnumerable<string> Values => Core.Select(static core => core.Value);
    }
}
