using System.Collections.Generic;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests.Model;

/// <summary>A parameter that a guest passes: a parameter of the interface, or where an output goes.</summary>
/// <param name="Kind">The way in which it is passed.</param>
/// <param name="Name">The witx name.</param>
/// <param name="Docs">The doc comment; empty if there is none.</param>
/// <param name="Type">The type of the value, or the list or string.</param>
/// <param name="Core">The type of the first core parameter: the value, or an address.</param>
internal sealed record GuestParameter(GuestParameterKind Kind, string Name, string Docs, WitxType Type, CoreType Core)
{
    /// <summary>The element of a sequence; null for text.</summary>
    public WitxType? Element => (Type.Resolved as ListType)?.Element;

    /// <summary>Lists the parameters of a function: first those of the interface, then its outputs.</summary>
    public static IEnumerable<GuestParameter> List(WitxFunction function, FunctionSignature signature)
    {
        foreach (CoreParameter core in signature.Parameters)
        {
            GuestParameterKind? kind = core.Role switch
            {
                CoreParameterRole.Value => GuestParameterKind.Value,
                CoreParameterRole.Reference => GuestParameterKind.Reference,
                CoreParameterRole.ListAddress => GuestParameterKind.Sequence,
                CoreParameterRole.OutAddress when OutputName.IsBuffer(signature, core.Index) => GuestParameterKind.OutSequence,
                CoreParameterRole.OutAddress => GuestParameterKind.Out,
                _ => null,
            };
            switch (kind)
            {
                case null:
                    break;
                case GuestParameterKind.Out or GuestParameterKind.OutSequence:
                    Output output = signature.Outputs[core.Index];
                    yield return new(kind.Value, OutputName.Create(signature, core.Index), output.Docs, output.Type, core.Type);
                    break;
                default:
                    Parameter parameter = function.Parameters[core.Index];
                    yield return new(kind.Value, parameter.Name, parameter.Docs, parameter.Type, core.Type);
                    break;
            }
        }
    }
}

/// <summary>The ways in which a guest passes a parameter.</summary>
internal enum GuestParameterKind
{
    /// <summary>One core value.</summary>
    Value,

    /// <summary>The address of a value that the host reads.</summary>
    Reference,

    /// <summary>The address and the length of a list or text that the host reads.</summary>
    Sequence,

    /// <summary>The address of a value that the host writes.</summary>
    Out,

    /// <summary>The address and the capacity of a buffer that the host writes.</summary>
    OutSequence,
}
