using System;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>
/// Writes the method that guests call. It reads and checks the arguments, calls the partial method and writes the results.
/// </summary>
internal static class EntryEmitter
{
    public static void Write(CodeWriter writer, GeneratedClass model, FunctionModel function)
    {
        DeclarationCommentEmitter.Write(writer, function);
        string last = function.IsReentrant ? "ref WitxApi::GuestCall call" : "WitxApi::GuestMemory memory";
        using (writer.Block($"private long {function.Entry}(object host, WitxGlue::HostValues arguments, {last})"))
        {
            bool converts = function.Result.Kind is ResultKind.Error or ResultKind.Result
                && model.Hooks.OnException.Any(hook => hook.IsImplemented && hook.Error == function.Result.Core!.Type);
            if (!converts && !function.HandledFaults.Any(answer => IsThrown(function, answer)))
            {
                Body(writer, model, function);
                return;
            }

            using (writer.Block("try"))
            {
                Body(writer, model, function);
            }

            foreach (HandledFault answer in function.HandledFaults)
            {
                if (!IsThrown(function, answer))
                {
                    continue;
                }

                using (writer.Block($"catch (WitxApi::GuestFaultException fault) when (fault.Fault == WitxApi::GuestFault.{answer.Fault})"))
                {
                    Return(writer, model, function, "(long)" + TypeNames.Format(answer.Error));
                }
            }

            if (converts)
            {
                Convert(writer, model, function);
            }
        }
    }

    /// <summary>
    /// True if a fault is thrown by a view. Values passed directly are checked in the entry, which returns the error itself.
    /// </summary>
    private static bool IsThrown(FunctionModel function, HandledFault answer) =>
        answer.Fault is not "UnknownValue"
        || function.Parameters.Any(static parameter =>
            parameter.Shape is PointerShape or ListShape or CompoundShape && parameter.Shape.HasTrait(ShapeTraits.Checked));

    private static void Body(CodeWriter writer, GeneratedClass model, FunctionModel function)
    {
        if (model.Hooks.OnCall)
        {
            writer.Line($"(({model.Declaration.Name})host).OnCall({LiteralEmitter.Format(function.Witx)});");
            writer.Line();
        }

        if (function.IsReentrant && function.UsesMemory)
        {
            writer.Line("WitxApi::GuestMemory memory = call.Memory;");
        }

        Action<string> end = core => Return(writer, model, function, core);
        foreach (ParameterModel parameter in function.Parameters)
        {
            ParameterEmitter.Read(writer, parameter, function, end);
        }

        foreach (OutputModel output in function.Result.Outputs)
        {
            string slice = ParameterEmitter.Place(function.Signature, output);
            writer.Line(function.IsReentrant ? $"_ = memory.{slice};" : $"global::System.Span<byte> {output.Name} = memory.{slice};");
        }

        if (function.Parameters.Count + function.Result.Outputs.Count > 0)
        {
            writer.Line();
        }

        ResultEmitter.Write(writer, Call(model.Declaration, function), function, end);
    }

    /// <summary>Writes the return statement of the entry, which calls the <c>OnReturn</c> hook if it is implemented.</summary>
    private static void Return(CodeWriter writer, GeneratedClass model, FunctionModel function, string core) =>
        writer.Line(model.Hooks.OnReturn
            ? $"return Returned(({model.Declaration.Name})host, {LiteralEmitter.Format(function.Witx)}, {core});"
            : $"return {core};");

    private static void Convert(CodeWriter writer, GeneratedClass model, FunctionModel function)
    {
        using (writer.Block("catch (global::System.Exception exception) when (exception is not WitxApi::WitxTrapException)"))
        {
            writer.Line($"{function.Result.Core!.Type} answer = default;");
            writer.Line("bool handled = false;");
            writer.Line($"(({model.Declaration.Name})host).OnException(exception, ref answer, ref handled);");
            using (writer.Block("if (!handled)"))
            {
                writer.Line("throw;");
            }

            writer.Line();
            Return(writer, model, function, ResultEmitter.Error(function, "answer"));
        }
    }

    private static string Call(ClassDeclaration @class, FunctionModel function)
    {
        TextBuilder call = new(stackalloc char[TextBuilder.StackLength]);
        call.Append("((");
        call.Append(@class.Name);
        call.Append(")host).");
        call.Append(function.Name);
        call.Append('(');
        string first = function.FirstParameter switch
        {
            FirstParameter.Memory => "memory",
            FirstParameter.Call => "ref call",
            _ => "",
        };
        call.Append(first);
        string lead = first.Length > 0 ? ", " : "";
        foreach (ParameterModel parameter in function.Parameters)
        {
            call.Append(lead);
            call.Append(parameter.Shape is CompoundShape ? "in " : "");
            call.Append(parameter.Local);
            lead = ", ";
        }

        call.Append(')');
        return call.ToStringAndDispose();
    }
}
