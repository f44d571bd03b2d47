using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Binds the results of a function to the result of its method.</summary>
internal static class ResultBinder
{
    public static ResultModel Bind(WitxFunction function, FunctionSignature signature, TypeBinder types, string name, NameScope locals)
    {
        string docs =
            function.Results.Length == 1 ? function.Results[0].Docs : string.Concat(function.Results.Select(static result => result.Docs));
        string witx = function.Results.IsEmpty ? "" : function.Results[0].Name;
        if (function.IsNoReturn)
        {
            return new ResultModel(witx, CSharpType.Void, ResultKind.Never, docs, null, null, []);
        }

        EquatableArray<OutputModel> outs = Outs(signature, types, name, locals);
        Shape? core = signature.ResultType is { } type ? types.GetShape(type, name, "Error") : null;
        IEnumerable<CSharpType> values = outs.Select(static output => output.Shape.Type);
        return signature.Form switch
        {
            ResultForm.None => new ResultModel(witx, CSharpType.Void, ResultKind.Nothing, docs, null, null, []),
            ResultForm.Direct => Result(Tuple([core!.Type, .. values]), ResultKind.Value, null),
            _ when core is null && outs.Count == 0 => Result(CSharpType.CreateApi("Result"), ResultKind.Outcome, null),
            _ when core is null => Result(CSharpType.CreateApi("Result", Tuple([.. values])), ResultKind.Outcome, null),
            _ when outs.Count == 0 => Result(core.Type, ResultKind.Error, Success(signature, types, core)),
            _ => Result(CSharpType.CreateApi("Result", Tuple([.. values]), core.Type), ResultKind.Result, Success(signature, types, core)),
        };

        ResultModel Result(CSharpType type, ResultKind kind, EnumValue? success) => new(witx, type, kind, docs, core, success, outs);
    }

    private static EquatableArray<OutputModel> Outs(FunctionSignature signature, TypeBinder types, string name, NameScope locals)
    {
        ImmutableArray<OutputModel>.Builder outs = ImmutableArray.CreateBuilder<OutputModel>(signature.Outputs.Length);
        for (int i = 0; i < signature.Outputs.Length; i++)
        {
            if (!SlotBinder.IsBuffer(signature, i))
            {
                Output output = signature.Outputs[i];
                string local = output.Name is "" or "error" ? "result" : CSharpNaming.Camel(output.Name);
                outs.Add(new OutputModel(
                    output.Name,
                    locals.TakeLocal(local, "Result"),
                    types.GetShape(output.Type, name, "Result"),
                    SlotBinder.GetOffset(signature, i, isOut: true)));
            }
        }

        return new(outs.ToImmutable());
    }

    private static CSharpType Tuple(EquatableArray<CSharpType> types) => types.Count == 1 ? types[0] : CSharpType.CreateTuple(types);

    private static EnumValue? Success(FunctionSignature signature, TypeBinder types, Shape error) =>
        error is EnumShape && signature.ResultType is { } type && types.GetMembers(type) is [var zero, ..]
            ? new EnumValue(error.Type, zero.Name)
            : null;
}
