using System;
using System.Collections.Generic;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Finds the faults for which a function returns an error.</summary>
internal static class FaultBinder
{
    /// <summary>Binds the errors of <c>[WitxFaults]</c> for the faults that the parameters and the result can cause.</summary>
    /// <param name="errors">The arguments of <c>[WitxFaults]</c>.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="result">The result.</param>
    /// <param name="find">Finds an error by its witx name; null if the function has no such error.</param>
    public static EquatableArray<HandledFault> Bind(
        FaultErrors errors, EquatableArray<ParameterModel> parameters, ResultModel result, Func<string, EnumValue?> find)
    {
        bool hasAddresses = result.Outputs.Count > 0
            || parameters.Any(static parameter => parameter.Shape.IsPassedByAddress);
        bool hasValues = parameters.Any(static parameter => IsNarrow(parameter.Shape) || parameter.Shape.HasTrait(ShapeTraits.Checked));
        bool hasText =
            parameters.Any(static parameter => parameter.Shape is StringShape || Inside(parameter.Shape).HasTrait(ShapeTraits.Text));
        ReadOnlySpan<(bool CanHappen, string Name, string? Error)> faults =
        [
            (hasAddresses, nameof(errors.OutOfBounds), errors.OutOfBounds),
            (hasAddresses, nameof(errors.Misaligned), errors.Misaligned),
            (hasValues, nameof(errors.UnknownValue), errors.UnknownValue),
            (hasText, nameof(errors.InvalidUtf8), errors.InvalidUtf8),
        ];
        if (errors is { OutOfBounds: null, Misaligned: null, UnknownValue: null, InvalidUtf8: null })
        {
            return [];
        }

        List<HandledFault> handled = [];
        foreach ((bool canHappen, string name, string? error) in faults)
        {
            if (canHappen && error is not null && find(error) is { } value)
            {
                handled.Add(new HandledFault(name, value));
            }
        }

        return [.. handled];
    }

    private static bool IsNarrow(Shape shape) =>
        shape is NumberShape { Kind: BuiltinKind.U8 or BuiltinKind.S8 or BuiltinKind.U16 or BuiltinKind.S16 or BuiltinKind.Char8 };

    private static Shape Inside(Shape shape) => shape switch
    {
        PointerShape pointer => pointer.Target,
        ListShape list => list.Element,
        _ => shape,
    };
}
