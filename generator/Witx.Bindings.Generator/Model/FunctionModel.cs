using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Model;

/// <summary>A function.</summary>
/// <param name="Module">The name that guests import from.</param>
/// <param name="Witx">The import name.</param>
/// <param name="Name">The name of the partial method.</param>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Text">The declaration in the witx file.</param>
/// <param name="Docs">The documentation, as the witx has it.</param>
/// <param name="Location">Where the witx declares it; null where the compiler is not to know.</param>
/// <param name="Position">The file, line and column, as a comment gives them.</param>
/// <param name="Signature">The core signature.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Result">The result.</param>
/// <param name="FirstParameter">What the method is given before its parameters.</param>
/// <param name="Body">Who implements it.</param>
/// <param name="HandledFaults">The faults that are answered by an error instead of a trap, and the errors.</param>
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
    /// <summary>Whether it has an entry of its own.</summary>
    public bool HasEntry => Body.Kind is BodyKind.User or BodyKind.Inherited;

    /// <summary>Whether it calls back into the guest.</summary>
    public bool IsReentrant => FirstParameter is FirstParameter.Call;
}

/// <summary>What a method is given before its parameters.</summary>
internal enum FirstParameter
{
    Nothing,

    /// <summary>The guest's memory, to follow the references inside its data.</summary>
    Memory,

    /// <summary>The guest, to call it.</summary>
    Call,
}

/// <summary>A parameter.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="Local">Its name in the entry.</param>
/// <param name="Raw">The name there of the core value that it is made of, while that is checked.</param>
/// <param name="Type">The C# type, with its modifier.</param>
/// <param name="Slot">The position of its first core parameter.</param>
internal sealed record ParameterModel(
    string Witx, string Name, string Local, string Raw, string Type, string Docs, Shape Shape, int Slot);

/// <summary>What a function gives back.</summary>
/// <param name="Type">The C# type of the method's result.</param>
/// <param name="Kind">What that type is made of.</param>
/// <param name="Docs">The documentation.</param>
/// <param name="Core">What the core result carries: the value of a function that cannot fail, the error of one that can.</param>
/// <param name="Success">The expression of the error's zero, which stands for success.</param>
/// <param name="Outputs">What goes into guest memory, and where the guest says where.</param>
internal sealed record ResultModel(
    string Type, ResultKind Kind, string Docs, Shape? Core, string? Success, EquatableArray<OutputModel> Outputs);

/// <summary>What the result of a method is.</summary>
internal enum ResultKind
{
    /// <summary>There is none.</summary>
    Nothing,

    /// <summary>The function never returns.</summary>
    Never,

    /// <summary>A value, or a tuple of several.</summary>
    Value,

    /// <summary>An error, whose zero is success.</summary>
    Error,

    /// <summary>A value or an error.</summary>
    Result,

    /// <summary>Success, with a value or without, or a failure without a reason.</summary>
    Outcome,
}

/// <param name="Name">The name of the place in the glue.</param>
internal sealed record OutputModel(string Name, Shape Shape, int Slot);

/// <summary>Who implements a function: the user or, with an answer, nobody.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Error">The expression that is answered in place of a missing body.</param>
internal sealed record BodyModel(BodyKind Kind, string? Error);

internal enum BodyKind
{
    /// <summary>The user, in a partial method.</summary>
    User,

    /// <summary>The base class.</summary>
    Inherited,

    /// <summary>Nobody: a call traps.</summary>
    Trap,

    /// <summary>Nobody: a call is answered by an error.</summary>
    Return,
}

/// <param name="Fault">The member of <c>GuestFault</c>.</param>
/// <param name="Error">The C# expression of the error.</param>
internal sealed record HandledFault(string Fault, string Error);
