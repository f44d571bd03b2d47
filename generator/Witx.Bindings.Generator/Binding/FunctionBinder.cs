using System;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Binds a function to a partial method.</summary>
internal sealed class FunctionBinder(AnnotatedClass annotated, TypeBinder types, BaseFunctions inherited, bool mapsLines)
{
    // Reset for each function: the locals of its entry and the parameters of its method.
    private readonly NameScope _locals = new();
    private readonly NameScope _names = new();

    public FunctionModel Bind(ModuleOptions options, WitxModule module, WitxFunction function, string name, string entry, string source)
    {
        FunctionSignature signature =
            FunctionSignature.Create(function, options.PointerWidth == 64 ? PointerWidth.Bits64 : PointerWidth.Bits32);
        bool isReentrant = options.ReentrantFunctions.Contains(function.Name);
        _locals.Reset("host", "arguments", "memory", "call", "answer", "fault", "exception", "handled");
        ImmutableArray<Argument> arguments = Arguments(function, signature, name);
        ResultModel result = ResultBinder.Bind(function, signature, types, name, _locals);
        FirstParameter takes =
            isReentrant ? FirstParameter.Call : TakesMemory(arguments, result) ? FirstParameter.Memory : FirstParameter.Nothing;
        EquatableArray<ParameterModel> parameters = Parameters(arguments, takes);
        return new FunctionModel(
            module.Name,
            function.Name,
            name,
            entry,
            function.Text,
            function.Docs,
            mapsLines ? function.Location : null,
            Position(function.Location, source),
            new SignatureModel(CoreArguments(signature, parameters, result), signature.Result),
            parameters,
            result,
            takes,
            Body(options, name, parameters, result, takes, signature),
            FaultBinder.Bind(annotated.Faults, parameters, result, member => ErrorMember(signature, result, member)));
    }

    /// <summary>Gets the parameters and, in pre-2021 syntax, the buffers for lists that the function returns.</summary>
    private ImmutableArray<Argument> Arguments(WitxFunction function, FunctionSignature signature, string name)
    {
        ImmutableArray<Argument>.Builder arguments = ImmutableArray.CreateBuilder<Argument>(function.Parameters.Length);
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            Parameter parameter = function.Parameters[i];
            Shape shape = types.GetShape(parameter.Type, name, parameter.Name);
            arguments.Add(
                new Argument(
                    parameter.Name,
                    CSharpNaming.Camel(parameter.Name),
                    parameter.Docs,
                    shape,
                    SlotBinder.GetOffset(signature, i, isOut: false)));
        }

        for (int i = 0; i < signature.Outputs.Length; i++)
        {
            if (SlotBinder.IsBuffer(signature, i))
            {
                Output output = signature.Outputs[i];
                Shape shape = types.GetShape(output.Type, name, output.Name);
                arguments.Add(
                    new Argument(
                        output.Name, CSharpNaming.Camel(output.Name), output.Docs, shape, SlotBinder.GetOffset(signature, i, isOut: true)));
            }
        }

        return arguments.ToImmutable();
    }

    private EquatableArray<ParameterModel> Parameters(ImmutableArray<Argument> arguments, FirstParameter takes)
    {
        _names.Reset(takes switch
        {
            FirstParameter.Memory => ["memory"],
            FirstParameter.Call => ["call"],
            _ => [],
        });
        string[] own = new string[arguments.Length];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = _locals.TakeLocal(arguments[i].Name, "Argument");
        }

        ImmutableArray<ParameterModel>.Builder parameters = ImmutableArray.CreateBuilder<ParameterModel>(own.Length);
        for (int i = 0; i < own.Length; i++)
        {
            Argument argument = arguments[i];
            string name = _names.TakeLocal(argument.Name, "Value");
            string raw = _locals.Take(own[i].TrimStart('@') + "Value", "_");
            parameters.Add(new ParameterModel(
                argument.Witx,
                name,
                own[i],
                raw,
                GetType(argument.Shape, takes is FirstParameter.Call),
                argument.Docs,
                argument.Shape,
                argument.Slot));
        }

        return new(parameters.MoveToImmutable());
    }

    /// <summary>
    /// The C# type of a parameter. A reference is a view, or a range in a reentrant function, because the guest may grow its memory during
    /// the call.
    /// </summary>
    private static CSharpType GetType(Shape shape, bool isReentrant) => shape switch
    {
        _ when isReentrant => shape.Type,
        PointerShape pointer => CSharpType.CreateApi("GuestRef", pointer.Target.Type),
        ListShape list => CSharpType.CreateApi("GuestList", list.Element.Type),
        StringShape => CSharpType.GuestString,
        _ => shape.Type,
    };

    /// <summary>Names each core parameter after its witx parameter. The length of a list or string gets the suffix <c>_len</c>.</summary>
    private static EquatableArray<CoreArgument> CoreArguments(
        FunctionSignature signature, EquatableArray<ParameterModel> parameters, ResultModel result)
    {
        string[] names = new string[signature.Parameters.Length];
        foreach (ParameterModel parameter in parameters)
        {
            names[parameter.Slot] = parameter.Witx;
        }

        foreach (OutputModel output in result.Outputs)
        {
            names[output.Slot] = output.Name;
        }

        ImmutableArray<CoreArgument>.Builder core = ImmutableArray.CreateBuilder<CoreArgument>(names.Length);
        for (int slot = 0; slot < names.Length; slot++)
        {
            names[slot] ??= names[slot - 1] + "_len";
            core.Add(new CoreArgument(names[slot], signature.Parameters[slot].Type));
        }

        return new(core.MoveToImmutable());
    }

    private static bool TakesMemory(ImmutableArray<Argument> arguments, ResultModel result) =>
        arguments.Any(static argument => argument.Shape switch
        {
            PointerShape pointer => pointer.Target.HasTrait(ShapeTraits.References),
            ListShape list => list.Element.HasTrait(ShapeTraits.References),
            CompoundShape compound => compound.HasTrait(ShapeTraits.References),
            _ => false,
        })
        || result.Outputs.Any(static output => output.Shape.HasTrait(ShapeTraits.References));

    private BodyModel Body(
        ModuleOptions options,
        string name,
        EquatableArray<ParameterModel> parameters,
        ResultModel result,
        FirstParameter takes,
        FunctionSignature signature)
    {
        if (annotated.MethodNames.Contains(name))
        {
            return new BodyModel(BodyKind.User, null);
        }

        if (inherited.Declares(name, parameters, result, takes, types))
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

    private EnumValue? ErrorMember(FunctionSignature signature, ResultModel result, string? member) =>
        member is not null
        && result is { Kind: ResultKind.Error or ResultKind.Result, Core: EnumShape error }
        && signature.ResultType is { } type
        && types.GetMembers(type).FirstOrDefault(item => item.Witx == member) is { Name: { } name }
            ? new EnumValue(error.Type, name)
            : null;

    private static string Position(SourceLocation location, string source) =>
        FormattableString.Invariant($"{source}({location.Line + 1},{location.Column + 1})");

    private readonly record struct Argument(string Witx, string Name, string Docs, Shape Shape, int Slot);
}
