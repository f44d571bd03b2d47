using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Writes the entry of one function: reads and checks what the guest handed over, calls the method, writes what it answers.</summary>
internal static class EmitEntry
{
    private const int Width = 132;

    public static void Write(CodeWriter writer, ClassModel @class, string module, FunctionModel function)
    {
        Quote(writer, function);
        using (writer.Block($"private long {function.Name}(object host, WitxGlue::HostValues arguments, WitxApi::GuestMemory memory)"))
        {
            FaultAnswer[] caught = [.. function.Answers.Where(answer => IsThrown(function, answer))];
            if (caught.Length == 0)
            {
                Body(writer, @class, module, function);
                return;
            }

            using (writer.Block("try"))
            {
                Body(writer, @class, module, function);
            }

            foreach (FaultAnswer answer in caught)
            {
                using (writer.Block($"catch (WitxApi::GuestFaultException fault) when (fault.Fault == WitxApi::GuestFault.{answer.Fault})"))
                {
                    writer.Line($"return (long){answer.Answer};");
                }
            }
        }
    }

    /// <summary>Values that are checked on the spot are answered on the spot; all others are found by a view.</summary>
    private static bool IsThrown(FunctionModel function, FaultAnswer answer) =>
        answer.Fault is not "UnknownValue"
        || function.Parameters.Any(static parameter => parameter.Shape switch
        {
            PointerShape or ListShape or CompoundShape => parameter.Shape.Has(ShapeTraits.Checked),
            _ => false,
        });

    private static void Body(CodeWriter writer, ClassModel @class, string module, FunctionModel function)
    {
        foreach (ParameterModel parameter in function.Parameters)
        {
            EmitParameter.Read(writer, parameter, function.Answers);
        }

        foreach (OutModel output in function.Result.Outs)
        {
            writer.Line(
                $"global::System.Span<byte> {output.Name} = memory.Slice({EmitParameter.Address(function.Signature, output.Slot)}, {output.Shape.Size}, {output.Shape.Alignment});");
        }

        if (function.Parameters.Count + function.Result.Outs.Count > 0)
        {
            writer.Line();
        }

        EmitResult.Write(writer, Call(@class, function), module, function);
    }

    private static string Call(ClassModel @class, FunctionModel function)
    {
        IEnumerable<string> arguments = function.Parameters.Select(static parameter =>
            parameter.Shape is CompoundShape ? "in " + parameter.Name : parameter.Name);
        return $"(({@class.Name})host).{function.Name}({string.Join(", ", function.TakesMemory ? arguments.Prepend("memory") : arguments)})";
    }

    /// <summary>The declaration as the interface has it, and as core WebAssembly does.</summary>
    private static void Quote(CodeWriter writer, FunctionModel function)
    {
        StringBuilder line = new();
        foreach (string part in Parts(function.Text))
        {
            if (line.Length > 0 && line.Length + part.Length >= Width)
            {
                writer.Line("// " + line);
                line.Clear().Append(' ');
            }

            line.Append(line.Length == 0 ? "" : " ").Append(part);
        }

        writer.Line("// " + line);
        string parameters = string.Join(", ", function.Signature.Parameters.Select(static p => $"{Name(p.Type)} {p.Name}"));
        writer.Line($"//   core: ({parameters}) -> {(function.Signature.Result is { } result ? Name(result) : "()")}");
    }

    /// <summary>The text in pieces that stay together: the head, then each form inside.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' ? 1 : text[i] is ')' ? -1 : 0;
            if (depth == 1 && text[i] is ' ' && i + 1 < text.Length && text[i + 1] is '(')
            {
                yield return text.Substring(start, i - start);
                start = i + 1;
            }
        }

        yield return text.Substring(start);
    }

    private static string Name(CoreType type) => type.ToString().ToLowerInvariant();
}
