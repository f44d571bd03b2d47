using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>A function of an interface, bound to a partial method.</summary>
/// <param name="Module">The import module name.</param>
/// <param name="Witx">The import name.</param>
/// <param name="Name">The name of the partial method.</param>
/// <param name="Entry">The name of the generated method that guests call.</param>
/// <param name="Text">The declaration in the witx file.</param>
/// <param name="Docs">The documentation in the witx file.</param>
/// <param name="Location">The location for a <c>#line</c> directive; null for none.</param>
/// <param name="Position">The file, line and column, for a comment.</param>
/// <param name="Signature">The core signature.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Result">The result.</param>
/// <param name="FirstParameter">The parameter in front of those of the interface.</param>
/// <param name="Body">The implementation.</param>
/// <param name="HandledFaults">The faults that return an error instead of a trap.</param>
internal sealed record FunctionModel(
    string Module,
    string Witx,
    string Name,
    string Entry,
    string Text,
    string Docs,
    SourceLocation? Location,
    string Position,
    SignatureModel Signature,
    EquatableArray<ParameterModel> Parameters,
    ResultModel Result,
    FirstParameter FirstParameter,
    BodyModel Body,
    EquatableArray<HandledFault> HandledFaults)
{
    /// <summary>True if guests call a generated method.</summary>
    public bool HasEntry => Body.Kind is BodyKind.User or BodyKind.Inherited;

    /// <summary>True if the method may call the guest.</summary>
    public bool IsReentrant => FirstParameter is FirstParameter.Call;

    /// <summary>The parameter in front of those of the interface; null for none.</summary>
    public ParameterSignature? First => FirstParameter switch
    {
        FirstParameter.Memory => new(ParameterMode.Value, CSharpType.GuestMemory),
        FirstParameter.Call => new(ParameterMode.Ref, CSharpType.GuestCall),
        _ => null,
    };

    /// <summary>The signature of the partial method.</summary>
    public MethodSignature MethodSignature
    {
        get
        {
            IEnumerable<ParameterSignature> parameters = Parameters.Select(static parameter => parameter.Signature);
            return new MethodSignature(Result.Type, [.. First is { } first ? parameters.Prepend(first) : parameters]);
        }
    }

    /// <summary>True if a parameter or an output is in guest memory.</summary>
    public bool UsesMemory =>
        Result.Outputs.Count > 0 || Parameters.Any(static parameter => parameter.Shape.IsPassedByAddress);
}

/// <summary>The parameter of a method in front of those of the interface.</summary>
internal enum FirstParameter
{
    Nothing,

    /// <summary><c>GuestMemory</c>, which reads the references inside data.</summary>
    Memory,

    /// <summary><c>ref GuestCall</c>, which calls the guest.</summary>
    Call,
}

/// <summary>A parameter.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="Local">The name of the local in the entry.</param>
/// <param name="Raw">The name of the local for the core value before it is checked.</param>
/// <param name="Type">The C# type.</param>
/// <param name="Slot">The index of the first core parameter.</param>
internal sealed record ParameterModel(
    string Witx, string Name, string Local, string Raw, CSharpType Type, string Docs, Shape Shape, int Slot)
{
    /// <summary>The type with its modifier.</summary>
    public ParameterSignature Signature => new(Shape is CompoundShape ? ParameterMode.In : ParameterMode.Value, Type);
}

/// <summary>The result of a function.</summary>
/// <param name="Witx">The witx name; empty if the function has no result.</param>
/// <param name="Type">The C# type of the method's result.</param>
/// <param name="Kind">The kind of the result.</param>
/// <param name="Docs">The documentation.</param>
/// <param name="Core">The type of the core result: the value of a function that cannot fail, otherwise its error.</param>
/// <param name="Success">The member of an error enum with the value 0, which means success; null for other types.</param>
/// <param name="Outputs">The values that are written to addresses in guest memory.</param>
internal sealed record ResultModel(
    string Witx, CSharpType Type, ResultKind Kind, string Docs, Shape? Core, EnumValue? Success, EquatableArray<OutputModel> Outputs);

/// <summary>The kinds of result.</summary>
internal enum ResultKind
{
    /// <summary>The method returns <c>void</c>.</summary>
    Nothing,

    /// <summary>The function never returns.</summary>
    Never,

    /// <summary>A value, or a tuple of several.</summary>
    Value,

    /// <summary>An error enum in which 0 means success.</summary>
    Error,

    /// <summary>A value or an error.</summary>
    Result,

    /// <summary>Success, optionally with a value, or a failure without an error value.</summary>
    Outcome,
}

/// <summary>A value that is written to guest memory.</summary>
/// <param name="Witx">The witx name; empty for an item of a tuple.</param>
/// <param name="Name">The name of the local for its bytes.</param>
internal sealed record OutputModel(string Witx, string Name, Shape Shape, int Slot);

/// <summary>The implementation of a function.</summary>
/// <param name="Kind">The kind of implementation.</param>
/// <param name="Error">The error that a missing implementation returns.</param>
internal sealed record BodyModel(BodyKind Kind, EnumValue? Error);

internal enum BodyKind
{
    /// <summary>A partial method of the user.</summary>
    User,

    /// <summary>A method of the base class.</summary>
    Inherited,

    /// <summary>None: a call traps.</summary>
    Trap,

    /// <summary>None: a call returns an error.</summary>
    Return,
}

/// <summary>A fault for which the function returns an error.</summary>
/// <param name="Fault">The member of <c>GuestFault</c>.</param>
/// <param name="Error">The error.</param>
internal sealed record HandledFault(string Fault, EnumValue Error);
