using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Guests.Model;
using Witx.Bindings.Guests.Naming;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language;

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
        List<Argument> arguments = [];
        foreach (CoreParameter core in signature.Parameters)
        {
            switch (core.Role)
            {
                case CoreParameterRole.Value:
                    arguments.Add(Value(scope, function.Parameters[core.Index], core.Type));
                    break;
                case CoreParameterRole.Reference:
                    arguments.Add(Reference(scope, function.Parameters[core.Index]));
                    break;
                case CoreParameterRole.ListAddress:
                    Parameter list = function.Parameters[core.Index];
                    arguments.Add(Span(scope, list.Name, list.Docs, list.Type.Resolved, "ReadOnlySpan"));
                    break;
                case CoreParameterRole.OutAddress:
                    arguments.Add(Out(scope, signature, core.Index));
                    break;
            }
        }

        return arguments;
    }

    private Argument Value(IdentifierScope scope, Parameter parameter, CoreType core)
    {
        string name = CSharpNames.Escape(scope.Declare(Words.Camel(parameter.Name)));
        string type = _types.Format(parameter.Type);
        return new Argument(parameter.Docs, name, $"{type} {name}", parameter.Type.Resolved switch
        {
            PointerType => [("void*", name)],
            BuiltinType { Kind: BuiltinKind.USize } => [("nuint", name)],
            BuiltinType { Kind: BuiltinKind.F32 or BuiltinKind.F64 } => [(CSharpTypes.Format(core), name)],
            HandleType when parameter.Type is NamedType => [("int", $"unchecked((int){name}.Value)")],
            _ => [(CSharpTypes.Format(core), $"unchecked(({CSharpTypes.Format(core)}){name})")],
        });
    }

    private Argument Reference(IdentifierScope scope, Parameter parameter)
    {
        string name = CSharpNames.Escape(scope.Declare(Words.Camel(parameter.Name)));
        string pointer = scope.Declare($"{name.TrimStart('@')}Pointer");
        string type = _types.Format(parameter.Type);
        return new Argument(parameter.Docs, name, $"in {type} {name}", [("void*", pointer)]) { Pinned = $"{type}* {pointer} = &{name}" };
    }

    private Argument Span(IdentifierScope scope, string witx, string docs, WitxType sequence, string span)
    {
        string name = CSharpNames.Escape(scope.Declare(Words.Camel(witx)));
        string pointer = scope.Declare($"{name.TrimStart('@')}Pointer");
        string element = sequence is ListType list ? _types.Format(list.Element) : "byte";
        if (element.EndsWith("*", System.StringComparison.Ordinal))
        {
            // A span cannot have pointers as its elements.
            string length = scope.Declare($"{name.TrimStart('@')}Length");
            return new Argument(docs, name, $"{element}* {name}, nuint {length}", [("void*", name), ("nuint", length)]);
        }

        return new Argument(docs, name, $"{span}<{element}> {name}", [("void*", pointer), ("nuint", $"(nuint){name}.Length")])
        {
            Pinned = $"{element}* {pointer} = {name}",
        };
    }

    private Argument Out(IdentifierScope scope, FunctionSignature signature, int index)
    {
        Output output = signature.Outputs[index];
        string witx = OutputName.Create(signature, index);
        if (OutputName.IsBuffer(signature, index))
        {
            return Span(scope, witx, output.Docs, output.Type.Resolved, "Span");
        }

        string name = CSharpNames.Escape(scope.Declare(Words.Camel(witx)));
        string pointer = scope.Declare($"{name.TrimStart('@')}Pointer");
        string type = _types.Format(output.Type);
        return new Argument(output.Docs, name, $"out {type} {name}", [("void*", pointer)])
        {
            Prologue = $"{name} = default;",
            Pinned = $"{type}* {pointer} = &{name}",
        };
    }

    private static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' or > '~' => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

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
