using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>All that is written for one annotated class. Equal models are written alike, so that an unchanged one is not written again.</summary>
/// <param name="Class">The class.</param>
/// <param name="Source">The name of the witx file.</param>
/// <param name="Types">The types to declare in the class.</param>
/// <param name="Module">The functions; null for a class that holds types only.</param>
internal sealed record HostModel(ClassModel Class, string Source, EquatableArray<TypeModel> Types, ModuleModel? Module);

/// <summary>The functions of a host and what they need.</summary>
/// <param name="Name">The name that guests import from.</param>
/// <param name="SharedTypes">The class whose types are used where they are equal, as C# names it from anywhere.</param>
/// <param name="Functions">The functions, in the order of the file.</param>
/// <param name="Codecs">How the types that lie in guest memory lie there.</param>
internal sealed record ModuleModel(
    string Name,
    string? SharedTypes,
    EquatableArray<FunctionModel> Functions,
    EquatableArray<CodecModel> Codecs);

/// <summary>A function.</summary>
/// <param name="Witx">The import name.</param>
/// <param name="Name">The name of the partial method.</param>
/// <param name="Text">The declaration in the witx file.</param>
/// <param name="Docs">The documentation, as the witx has it.</param>
/// <param name="Line">Where the witx declares it; null where the compiler is not to know.</param>
/// <param name="Position">The line and column, as a comment gives them.</param>
/// <param name="Signature">The core signature.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Result">The result.</param>
/// <param name="TakesMemory">Whether the method is given the guest's memory.</param>
/// <param name="Body">Who implements it.</param>
/// <param name="Answers">The faults that are answered by an error instead of a trap, and the errors.</param>
internal sealed record FunctionModel(
    string Witx,
    string Name,
    string Text,
    string Docs,
    SourceLocation? Line,
    string Position,
    SignatureModel Signature,
    EquatableArray<ParameterModel> Parameters,
    ResultModel Result,
    bool TakesMemory,
    BodyModel Body,
    EquatableArray<FaultAnswer> Answers);

/// <summary>The core signature, with the name of what each parameter carries.</summary>
internal sealed record SignatureModel(EquatableArray<CoreArgument> Parameters, CoreType? Result);

internal sealed record CoreArgument(string Name, CoreType Type);

/// <param name="Name">The C# name.</param>
/// <param name="Slot">The position of its first core parameter.</param>
internal sealed record ParameterModel(string Witx, string Name, string Docs, Shape Shape, int Slot);

/// <summary>What a function gives back.</summary>
/// <param name="Type">The C# type of the method's result.</param>
/// <param name="Docs">The documentation.</param>
/// <param name="Direct">What the core result carries when the function cannot fail.</param>
/// <param name="Error">What the core result carries when it can.</param>
/// <param name="Success">The expression of the error's zero, which stands for success.</param>
/// <param name="Outs">What goes into guest memory, and where the guest says where.</param>
internal sealed record ResultModel(
    string Type,
    string Docs,
    Shape? Direct,
    Shape? Error,
    string? Success,
    EquatableArray<OutModel> Outs,
    bool IsNoReturn);

/// <param name="Name">The name of the place in the glue.</param>
internal sealed record OutModel(string Name, Shape Shape, int Slot);

/// <summary>Who implements a function: the user or, with an answer, nobody.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Answer">The expression that is answered in place of a missing body.</param>
internal sealed record BodyModel(BodyKind Kind, string? Answer);

internal enum BodyKind
{
    User,
    Trap,
    Return,
}

/// <param name="Fault">The member of <c>GuestFault</c>.</param>
/// <param name="Answer">The C# expression of the error.</param>
internal sealed record FaultAnswer(string Fault, string Answer);
