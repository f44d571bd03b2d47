using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.CSharp;

/// <summary>Writes the imports of functions and their typed wrappers in C#.</summary>
/// <param name="writer">The source text.</param>
/// <param name="names">The identifiers of the class.</param>
internal sealed class CSharpFunctionWriter(SourceWriter writer, CSharpNames names)
{
    private readonly CSharpTypes _types = new(names);

    public void Write(WitxModule module, WitxFunction function)
    {
        FunctionSignature signature = FunctionSignature.Create(function, PointerWidth.Bits32);
        List<Argument> arguments = CreateArguments(function, signature);
        CSharpComment.Write(writer, function.Docs);
        foreach (Argument argument in arguments)
        {
            CSharpComment.WriteParameter(writer, argument.Name, argument.Docs);
        }

        if (function.IsNoReturn)
        {
            writer.Line("[System.Diagnostics.CodeAnalysis.DoesNotReturn]");
        }

        string result = Result(signature);
        string declarations = string.Join(", ", arguments.Select(static argument => argument.Declaration));
        writer.Line($"public static {result} {names.Function(function)}({declarations})");
        writer.Open("{");
        foreach (Argument argument in arguments.Where(static argument => argument.Prologue.Length > 0))
        {
            writer.Line(argument.Prologue);
        }

        string import = names.Declare($"{names.Function(function)}Import");
        string values = string.Join(", ", arguments.SelectMany(static argument => argument.Core).Select(static core => core.Value));
        string call = $"{import}({values})";
        if (arguments.Any(static argument => argument.Pinned.Length > 0))
        {
            foreach (Argument argument in arguments.Where(static argument => argument.Pinned.Length > 0))
            {
                writer.Line($"fixed ({argument.Pinned})");
            }

            writer.Open("{");
            WriteCall(result, call, function);
            writer.Close();
        }
        else
        {
            WriteCall(result, call, function);
        }

        writer.Close();
        writer.Separate();
        WriteImport(module, function, signature, arguments, import);
    }

    private void WriteCall(string result, string call, WitxFunction function)
    {
        writer.Line(result is "void" ? $"{call};" : $"return unchecked(({result}){call});");
        if (function.IsNoReturn)
        {
            writer.Line("throw null!;");
        }
    }

    private void WriteImport(WitxModule module, WitxFunction function, FunctionSignature signature, List<Argument> arguments, string import)
    {
        string parameters = string.Join(
            ", ", arguments.SelectMany(static argument => argument.Core).Select(static (core, i) => $"{core.Type} p{i}"));
        string result = signature switch
        {
            { Result: null } => "void",
            { ResultType.Resolved: PointerType } => "void*",
            { ResultType.Resolved: BuiltinType { Kind: BuiltinKind.USize } } => "nuint",
            { Result: { } core } => CSharpTypes.Format(core),
        };
        writer.Line("[WasmImportLinkage]");
        writer.Line($"[DllImport({Quote(module.Name)}, EntryPoint = {Quote(function.Name)}, ExactSpelling = true)]");
        writer.Line($"private static extern {result} {import}({parameters});");
    }

    private string Result(FunctionSignature signature) => signature switch
    {
        { Result: null } => "void",
        { ResultType: { } type } when type.Resolved is HandleType && type is NamedType => "uint",
        { ResultType: { } type } when ScalarTypes.IsScalar(type) => _types.Format(type),
        { Result: { } core } => CSharpTypes.Format(core),
    };

    private List<Argument> CreateArguments(WitxFunction function, FunctionSignature signature)
    {
        IdentifierScope scope = new();
        return [.. GuestParameter.List(function, signature).Select(parameter => CreateArgument(scope, parameter))];
    }

    private Argument CreateArgument(IdentifierScope scope, GuestParameter parameter)
    {
        string name = CSharpNames.Escape(scope.Declare(Words.Camel(parameter.Name)));
        string pointer = scope.Declare($"{name.TrimStart('@')}Pointer");
        string length = scope.Declare($"{name.TrimStart('@')}Length");
        return parameter.Kind switch
        {
            GuestParameterKind.Value => Value(parameter, name),
            GuestParameterKind.Reference => Pinned(parameter, "in", name, pointer),
            GuestParameterKind.Out => Pinned(parameter, "out", name, pointer) with { Prologue = $"{name} = default;" },
            _ => Sequence(parameter, name, pointer, length),
        };
    }

    private Argument Pinned(GuestParameter parameter, string modifier, string name, string pointer)
    {
        string type = _types.Format(parameter.Type);
        return new Argument(parameter.Docs, name, $"{modifier} {type} {name}", [("void*", pointer)])
        {
            Pinned = $"{type}* {pointer} = &{name}",
        };
    }

    private Argument Sequence(GuestParameter parameter, string name, string pointer, string length)
    {
        string element = parameter.Element is { } each ? _types.Format(each) : "byte";
        if (element.EndsWith("*", StringComparison.Ordinal))
        {
            // A span cannot have pointers as its elements.
            return new Argument(parameter.Docs, name, $"{element}* {name}, nuint {length}", [("void*", name), ("nuint", length)]);
        }

        string span = parameter.Kind is GuestParameterKind.Sequence ? "ReadOnlySpan" : "Span";
        return new Argument(
            parameter.Docs, name, $"{span}<{element}> {name}", [("void*", pointer), ("nuint", $"(nuint){name}.Length")])
        {
            Pinned = $"{element}* {pointer} = {name}",
        };
    }

    private Argument Value(GuestParameter parameter, string name)
    {
        string type = _types.Format(parameter.Type);
        string core = CSharpTypes.Format(parameter.Core);
        return new Argument(parameter.Docs, name, $"{type} {name}", parameter.Type.Resolved switch
        {
            PointerType => [("void*", name)],
            BuiltinType { Kind: BuiltinKind.USize } => [("nuint", name)],
            BuiltinType { Kind: BuiltinKind.F32 or BuiltinKind.F64 } => [(core, name)],
            HandleType when parameter.Type is NamedType => [("int", $"unchecked((int){name}.Value)")],
            _ => [(core, $"unchecked(({core}){name})")],
        });
    }

    private static string Quote(string text) => QuotedText.Format(text, static codePoint =>
        (codePoint.Length is 2 ? "\\U" : "\\u") + Printable.ToHexadecimal(codePoint.AsSpan(), codePoint.Length is 2 ? "x8" : "x4"));

    /// <summary>A parameter of a wrapper.</summary>
    /// <param name="Docs">The doc comment.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Declaration">Its declaration.</param>
    /// <param name="Core">The type and the value of each core parameter.</param>
    private sealed record Argument(string Docs, string Name, string Declaration, (string Type, string Value)[] Core)
    {
        /// <summary>The statement before the call; empty for none.</summary>
        public string Prologue { get; init; } = "";

        /// <summary>The declaration of the pointer that pins the argument; empty for none.</summary>
        public string Pinned { get; init; } = "";
    }
}
