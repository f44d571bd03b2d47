using System.Collections.Immutable;

namespace Witx.Bindings.Language;

/// <summary>The core WebAssembly signature of a function and the meaning of each core value.</summary>
public sealed class FunctionSignature
{
    private FunctionSignature(
        ImmutableArray<CoreParameter> parameters,
        CoreType? result,
        ResultForm form,
        WitxType? resultType,
        ImmutableArray<Output> outputs)
    {
        Parameters = parameters;
        Result = result;
        Form = form;
        ResultType = resultType;
        Outputs = outputs;
    }

    /// <summary>Gets the core parameters: first those for the function's parameters, then those for its outputs.</summary>
    public ImmutableArray<CoreParameter> Parameters { get; }

    /// <summary>Gets the type of the core result; null for none.</summary>
    public CoreType? Result { get; }

    /// <summary>Gets the meaning of the core result.</summary>
    public ResultForm Form { get; }

    /// <summary>
    /// Gets the type of the value for <see cref="ResultForm.Direct"/>, or of the error for <see cref="ResultForm.Expected"/>. Null if there
    /// is none.
    /// </summary>
    public WitxType? ResultType { get; }

    /// <summary>Gets the values that are written to guest memory, for <see cref="ResultForm.Expected"/> only on success.</summary>
    public ImmutableArray<Output> Outputs { get; }

    /// <summary>Creates the signature of a function of a resolved document.</summary>
    /// <param name="function">The function.</param>
    /// <param name="width">The width of guest addresses.</param>
    public static FunctionSignature Create(WitxFunction function, PointerWidth width)
    {
        CoreType address = width is PointerWidth.Bits64 ? CoreType.I64 : CoreType.I32;
        ImmutableArray<CoreParameter>.Builder parameters = ImmutableArray.CreateBuilder<CoreParameter>(function.Parameters.Length + 2);
        for (int i = 0; i < function.Parameters.Length; i++)
        {
            AddParameter(parameters, function.Parameters[i].Type, i, address);
        }

        (ResultForm form, CoreType? result, WitxType? type, ImmutableArray<Output> outputs) = CreateResults(function.Results, address);
        for (int i = 0; i < outputs.Length; i++)
        {
            parameters.Add(new CoreParameter(address, CoreParameterRole.OutAddress, i));
            if (IsBuffer(function, outputs[i]))
            {
                parameters.Add(new CoreParameter(address, CoreParameterRole.OutLength, i));
            }
        }

        return new FunctionSignature(parameters.ToImmutable(), result, form, type, outputs);
    }

    /// <summary>Gets the error type of a function; null if it cannot fail or has no error payload.</summary>
    /// <param name="function">The function.</param>
    public static WitxType? GetErrorType(WitxFunction function) =>
        CreateResults(function.Results, CoreType.I32) is { Form: ResultForm.Expected, Type: { } error } ? error : null;

    /// <summary>Counts the core parameters of a function.</summary>
    internal static int CountParameters(WitxFunction function)
    {
        int count = 0;
        foreach (Parameter parameter in function.Parameters)
        {
            count += parameter.Type.Resolved is ListType or StringType ? 2 : 1;
        }

        foreach (Output output in CreateResults(function.Results, CoreType.I32).Outputs)
        {
            count += IsBuffer(function, output) ? 2 : 1;
        }

        return count;
    }

    /// <summary>True if the guest passes the capacity of an output's buffer.</summary>
    private static bool IsBuffer(WitxFunction function, Output output) =>
        function.Results.Length > 1 && output.Type.Resolved is ListType or StringType;

    private static void AddParameter(ImmutableArray<CoreParameter>.Builder parameters, WitxType type, int index, CoreType address)
    {
        if (type.Resolved is ListType or StringType)
        {
            parameters.Add(new CoreParameter(address, CoreParameterRole.ListAddress, index));
            parameters.Add(new CoreParameter(address, CoreParameterRole.ListLength, index));
        }
        else if (GetCoreType(type, address) is { } core)
        {
            parameters.Add(new CoreParameter(core, CoreParameterRole.Value, index));
        }
        else
        {
            parameters.Add(new CoreParameter(address, CoreParameterRole.Reference, index));
        }
    }

    private static (ResultForm Form, CoreType? Core, WitxType? Type, ImmutableArray<Output> Outputs) CreateResults(
        ImmutableArray<Parameter> results, CoreType address)
    {
        if (results.IsEmpty)
        {
            return (ResultForm.None, null, null, []);
        }

        Parameter first = results[0];
        if (results.Length is 1 && ExpectedShape.TryCreate(first.Type) is { } expected)
        {
            CoreType core = expected.TagRepr is IntRepr.U64 ? CoreType.I64 : CoreType.I32;
            return (ResultForm.Expected, core, expected.Error, OkOutputs(first, expected.Ok));
        }

        ImmutableArray<Output>.Builder outputs = ImmutableArray.CreateBuilder<Output>(results.Length - 1);
        for (int i = 1; i < results.Length; i++)
        {
            outputs.Add(new Output(results[i].Name, results[i].Type, results[i].Docs));
        }

        bool isEnum = first.Type.Resolved is EnumType or VariantType { HasPayloads: false };
        bool isError = isEnum && (results.Length > 1 || first.Name is "error");
        return (isError ? ResultForm.Expected : ResultForm.Direct, GetCoreType(first.Type, address), first.Type, outputs.MoveToImmutable());
    }

    private static ImmutableArray<Output> OkOutputs(Parameter result, WitxType? ok)
    {
        if (ok is null)
        {
            return [];
        }

        if (ok.Resolved is not TupleType tuple)
        {
            return [new Output(result.Name, ok, result.Docs)];
        }

        ImmutableArray<Output>.Builder outputs = ImmutableArray.CreateBuilder<Output>(tuple.Items.Length);
        foreach (WitxType item in tuple.Items)
        {
            outputs.Add(new Output("", item, ""));
        }

        return outputs.MoveToImmutable();
    }

    /// <summary>Gets the core type of a type that is passed by value; null for a type that is passed by address.</summary>
    internal static CoreType? GetCoreType(WitxType type, CoreType address) => type.Resolved switch
    {
        BuiltinType { Kind: BuiltinKind.U64 or BuiltinKind.S64 } => CoreType.I64,
        BuiltinType { Kind: BuiltinKind.F32 } => CoreType.F32,
        BuiltinType { Kind: BuiltinKind.F64 } => CoreType.F64,
        BuiltinType { Kind: BuiltinKind.USize } or PointerType => address,
        FlagsType { Repr: IntRepr.U64 } or EnumType { IsWide: true } => CoreType.I64,
        BuiltinType or FlagsType or EnumType or BoolType or HandleType or VariantType { HasPayloads: false } => CoreType.I32,
        _ => null,
    };
}
