using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Turns a function of a document into a partial method and its glue.</summary>
internal sealed class FunctionBinder(WitxTarget target, ModuleOptions options, TypeBinder types, BaseFunctions inherited, bool mapsLines)
{
    private readonly PointerWidth _width = options.PointerWidth == 64 ? PointerWidth.Bits64 : PointerWidth.Bits32;

    public FunctionModel Bind(WitxModule module, WitxFunction function, string name, string entry, string source)
    {
        FunctionSignature signature = FunctionSignature.Of(function, _width);
        bool reenters = options.Reenters.Contains(function.Name);
        NameScope locals = new("host", "arguments", "memory", "call", "answer", "fault", "exception", "handled");
        ImmutableArray<Argument> arguments = [.. Arguments(function, signature, name)];
        ResultModel result = ResultBinder.Bind(function, signature, types, name, locals);
        FirstParameter takes = reenters ? FirstParameter.Call : TakesMemory(arguments, result) ? FirstParameter.Memory : FirstParameter.Nothing;
        EquatableArray<ParameterModel> parameters = [.. Parameters(arguments, takes, locals)];
        return new FunctionModel(
            module.Name,
            function.Name,
            name,
            entry,
            function.Text,
            function.Docs,
            mapsLines ? function.Location : null,
            Position(function.Location, source),
            new SignatureModel([.. CoreArguments(signature, parameters, result)], signature.Result),
            parameters,
            result,
            takes,
            Body(name, parameters, result, takes, signature),
            [.. FaultBinder.Bind(target.Faults, parameters, result, member => ErrorMember(signature, result, member))]);
    }

    /// <summary>What a method is given: the parameters and, in the dialects before 2021, the buffers that it fills with the lists that it returns.</summary>
    private IEnumerable<Argument> Arguments(WitxFunction function, FunctionSignature signature, string name)
    {
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            Parameter parameter = function.Parameters[i];
            Shape shape = types.ShapeOf(parameter.Type, name + Naming.Pascal(parameter.Name));
            yield return new Argument(parameter.Name, parameter.Docs, shape, SlotBinder.Of(signature, i, isOut: false));
        }

        for (int i = 0; i < signature.Outputs.Length; i++)
        {
            if (SlotBinder.IsBuffer(signature, i))
            {
                Output output = signature.Outputs[i];
                Shape shape = types.ShapeOf(output.Type, name + Naming.Pascal(output.Name));
                yield return new Argument(output.Name, output.Docs, shape, SlotBinder.Of(signature, i, isOut: true));
            }
        }
    }

    private static IEnumerable<ParameterModel> Parameters(ImmutableArray<Argument> arguments, FirstParameter takes, NameScope locals)
    {
        NameScope names = new(takes switch
        {
            FirstParameter.Memory => ["memory"],
            FirstParameter.Call => ["call"],
            _ => [],
        });
        ImmutableArray<string> own = [.. arguments.Select(argument => locals.TakeLocal(Naming.Camel(argument.Witx), "Argument"))];
        for (int i = 0; i < own.Length; i++)
        {
            Argument argument = arguments[i];
            string name = names.TakeLocal(Naming.Camel(argument.Witx), "Value");
            string raw = locals.Take(own[i].TrimStart('@') + "Value", "_");
            yield return new ParameterModel(
                argument.Witx, name, own[i], raw, TypeOf(argument.Shape, takes is FirstParameter.Call), argument.Docs, argument.Shape, argument.Slot);
        }
    }

    /// <summary>The C# type of a parameter: of a reference a view or, where the guest may grow its memory meanwhile, a range; of data the data.</summary>
    private static string TypeOf(Shape shape, bool reenters) => shape switch
    {
        CompoundShape => "in " + shape.Type,
        _ when reenters => shape.Type,
        PointerShape pointer => $"WitxApi::GuestRef<{pointer.Target.Type}>",
        ListShape list => $"WitxApi::GuestList<{list.Element.Type}>",
        StringShape => "WitxApi::GuestString",
        _ => shape.Type,
    };

    private static IEnumerable<CoreArgument> CoreArguments(
        FunctionSignature signature, EquatableArray<ParameterModel> parameters, ResultModel result)
    {
        string name = "";
        for (int slot = 0; slot < signature.Parameters.Length; slot++)
        {
            name = parameters.FirstOrDefault(parameter => parameter.Slot == slot)?.Witx
                ?? result.Outs.FirstOrDefault(output => output.Slot == slot)?.Name
                ?? name + "_len";
            yield return new CoreArgument(name, signature.Parameters[slot].Type);
        }
    }

    private static bool TakesMemory(ImmutableArray<Argument> arguments, ResultModel result) =>
        arguments.Any(static argument => argument.Shape switch
        {
            PointerShape pointer => pointer.Target.Has(ShapeTraits.References),
            ListShape list => list.Element.Has(ShapeTraits.References),
            CompoundShape compound => compound.Has(ShapeTraits.References),
            _ => false,
        })
        || result.Outs.Any(static output => output.Shape.Has(ShapeTraits.References));

    private BodyModel Body(
        string name, EquatableArray<ParameterModel> parameters, ResultModel result, FirstParameter takes, FunctionSignature signature)
    {
        if (target.Methods.Contains(name))
        {
            return new BodyModel(BodyKind.User, null);
        }

        if (inherited.Has(name, parameters, result, takes, types))
        {
            return new BodyModel(BodyKind.Inherited, null);
        }

        return options.Missing switch
        {
            MissingFunction.CompileError => new BodyModel(BodyKind.User, null),
            MissingFunction.Return when ErrorMember(signature, result, options.MissingError) is { } answer =>
                new BodyModel(BodyKind.Return, answer),
            _ => new BodyModel(BodyKind.Trap, null),
        };
    }

    private string? ErrorMember(FunctionSignature signature, ResultModel result, string? member) =>
        member is not null
        && result is { Kind: ResultKind.Error or ResultKind.Result, Core: EnumShape error }
        && signature.ResultType is { } type
        && VariantCases.Of(type.Resolved).Any(item => item.Name == member)
            ? $"{error.Type}.{types.Member(type, member)}"
            : null;

    private static string Position(SourceLocation location, string source) =>
        System.FormattableString.Invariant($"{source}({location.Line + 1},{location.Column + 1})");

    private sealed record Argument(string Witx, string Docs, Shape Shape, int Slot);
}
