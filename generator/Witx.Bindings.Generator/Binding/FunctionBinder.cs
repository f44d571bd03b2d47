using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Turns a function of a document into a partial method and its glue.</summary>
internal sealed class FunctionBinder(ModuleOptions options, PointerWidth width, TypeBinder types, bool mapsLines)
{
    public FunctionModel Bind(WitxFunction function, string name, string fileName)
    {
        FunctionSignature signature = FunctionSignature.Of(function, width);
        EquatableArray<ParameterModel> parameters = Parameters(function, signature, name);
        ResultModel result = Result(function, signature, parameters, name);
        return new FunctionModel(
            function.Name,
            name,
            function.Text,
            function.Docs,
            mapsLines ? function.Location : null,
            Position(function.Location, fileName),
            new SignatureModel(CoreParameters(signature, parameters, result), signature.Result),
            parameters,
            result,
            TakesMemory(parameters, result),
            Body(name, result, signature),
            Answers(parameters, result, signature));
    }

    private EquatableArray<ParameterModel> Parameters(WitxFunction function, FunctionSignature signature, string name)
    {
        NameScope scope = new("host", "arguments", "memory", "answer", "fault");
        return
        [
            .. function.Parameters.Select((parameter, i) =>
            {
                Shape shape = types.ShapeOf(parameter.Type, name + Naming.Pascal(parameter.Name));
                string local = Naming.Escape(scope.Take(Naming.Camel(parameter.Name), "Value"));
                return new ParameterModel(parameter.Name, local, parameter.Docs, shape, Slot(signature, i, isOut: false));
            }),
        ];
    }

    private ResultModel Result(WitxFunction function, FunctionSignature signature, EquatableArray<ParameterModel> parameters, string name)
    {
        NameScope scope = new([.. parameters.Select(static p => p.Name), "host", "arguments", "memory", "answer", "fault"]);
        EquatableArray<OutModel> outs =
        [
            .. signature.Outputs.Select((output, i) => new OutModel(
                Naming.Escape(scope.Take("result", "")),
                types.ShapeOf(output.Type, name + "Result"),
                Slot(signature, i, isOut: true))),
        ];
        Shape? core = signature.ResultType is { } type ? types.ShapeOf(type, name + "Error") : null;
        string docs = string.Concat(function.Results.Select(static result => result.Docs));
        string[] values = [.. outs.Select(static o => o.Shape.Type)];
        string value = values.Length == 1 ? values[0] : $"({string.Join(", ", values)})";
        return signature.Form switch
        {
            ResultForm.Direct => new ResultModel(core!.Type, docs, core, null, null, outs, false),
            ResultForm.Expected when core is null => new ResultModel($"WitxApi::Result<{value}>", docs, null, null, null, outs, false),
            ResultForm.Expected => new ResultModel(
                outs.Count == 0 ? core.Type : $"WitxApi::Result<{value}, {core.Type}>", docs, null, core, Success(signature.ResultType!, core), outs, false),
            _ => new ResultModel("void", docs, null, null, null, outs, function.IsNoReturn),
        };
    }

    private static string Success(WitxType type, Shape error) =>
        error is EnumShape && type.Resolved is EnumType { Members: [var first, ..] } ? $"{error.Type}.{Naming.Pascal(first.Name)}" : "0";

    private static int Slot(FunctionSignature signature, int index, bool isOut)
    {
        for (int i = 0; i < signature.Parameters.Length; i++)
        {
            CoreParameter parameter = signature.Parameters[i];
            if (parameter.Index == index && IsOut(parameter) == isOut)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsOut(CoreParameter parameter) => parameter.Role is CoreParameterRole.OutAddress or CoreParameterRole.OutLength;

    private static EquatableArray<CoreArgument> CoreParameters(
        FunctionSignature signature, EquatableArray<ParameterModel> parameters, ResultModel result) =>
    [
        .. signature.Parameters.Select(core => new CoreArgument(
            core.Role switch
            {
                CoreParameterRole.ListLength => parameters[core.Index].Witx + "_len",
                CoreParameterRole.OutAddress => result.Outs[core.Index].Name,
                CoreParameterRole.OutLength => result.Outs[core.Index].Name + "_len",
                _ => parameters[core.Index].Witx,
            },
            core.Type)),
    ];

    private static bool TakesMemory(EquatableArray<ParameterModel> parameters, ResultModel result) =>
        parameters.Any(static parameter => parameter.Shape switch
        {
            PointerShape pointer => pointer.Target.Has(ShapeTraits.References),
            ListShape list => list.Element.Has(ShapeTraits.References),
            CompoundShape compound => compound.Has(ShapeTraits.References),
            _ => false,
        })
        || result.Outs.Any(static output => output.Shape.Has(ShapeTraits.References));

    private BodyModel Body(string name, ResultModel result, FunctionSignature signature)
    {
        if (options.Missing is MissingFunction.CompileError || options.Implemented.Contains(name))
        {
            return new BodyModel(BodyKind.User, null);
        }

        return options.Missing is MissingFunction.Return && ErrorMember(signature, result.Error, options.MissingError) is { } answer
            ? new BodyModel(BodyKind.Return, answer)
            : new BodyModel(BodyKind.Trap, null);
    }

    private EquatableArray<FaultAnswer> Answers(EquatableArray<ParameterModel> parameters, ResultModel result, FunctionSignature signature)
    {
        bool addresses = result.Outs.Count > 0 || parameters.Any(static p => p.Shape is CompoundShape or PointerShape or ListShape or StringShape);
        bool values = parameters.Any(static p => IsChecked(p.Shape));
        bool text = parameters.Any(static p => p.Shape is StringShape || Inside(p.Shape).Has(ShapeTraits.Text));
        List<FaultAnswer> answers = [];
        Add(addresses, "OutOfBounds", options.Faults.OutOfBounds);
        Add(addresses, "Misaligned", options.Faults.Misaligned);
        Add(values, "UnknownValue", options.Faults.UnknownValue);
        Add(text, "InvalidUtf8", options.Faults.InvalidUtf8);
        return [.. answers];

        void Add(bool canHappen, string fault, string? member)
        {
            if (canHappen && ErrorMember(signature, result.Error, member) is { } answer)
            {
                answers.Add(new FaultAnswer(fault, answer));
            }
        }

        static bool IsChecked(Shape shape) =>
            shape is NumberShape { Kind: BuiltinKind.U8 or BuiltinKind.S8 or BuiltinKind.U16 or BuiltinKind.S16 or BuiltinKind.Char8 }
            || shape.Has(ShapeTraits.Checked);

        static Shape Inside(Shape shape) => shape switch
        {
            PointerShape pointer => pointer.Target,
            ListShape list => list.Element,
            _ => shape,
        };
    }

    private static string? ErrorMember(FunctionSignature signature, Shape? error, string? member) =>
        member is not null && error is EnumShape && signature.ResultType?.Resolved is EnumType e && e.Members.Any(m => m.Name == member)
            ? $"{error.Type}.{Naming.Pascal(member)}"
            : null;

    private static string Position(SourceLocation location, string fileName) =>
        System.FormattableString.Invariant($"{fileName}({location.Line + 1},{location.Column + 1})");
}
