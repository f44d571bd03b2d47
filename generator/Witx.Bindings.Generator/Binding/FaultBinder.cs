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
    /// <param name="answers">The arguments of <c>[WitxFaults]</c>.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="result">The result.</param>
    /// <param name="expression">Returns the C# expression of an error; null if the function has no such error.</param>
    public static EquatableArray<HandledFault> Bind(
        FaultErrors answers, EquatableArray<ParameterModel> parameters, ResultModel result, Func<string, string?> expression)
    {
        bool hasAddresses = result.Outputs.Count > 0
            || parameters.Any(static p => p.Shape is CompoundShape or PointerShape or ListShape or StringShape);
        bool hasValues = parameters.Any(static p => IsNarrow(p.Shape) || p.Shape.HasTrait(ShapeTraits.Checked));
        bool hasText = parameters.Any(static p => p.Shape is StringShape || Inside(p.Shape).HasTrait(ShapeTraits.Text));
        ReadOnlySpan<(bool CanHappen, string Name, string? Error)> faults =
        [
            (hasAddresses, nameof(answers.OutOfBounds), answers.OutOfBounds),
            (hasAddresses, nameof(answers.Misaligned), answers.Misaligned),
            (hasValues, nameof(answers.UnknownValue), answers.UnknownValue),
            (hasText, nameof(answers.InvalidUtf8), answers.InvalidUtf8),
        ];
        if (answers is (null, null, null, null))
        {
            return [];
        }

        List<HandledFault> bound = [];
        foreach ((bool canHappen, string name, string? error) in faults)
        {
            if (canHappen && error is not null && expression(error) is { } answer)
            {
                bound.Add(new HandledFault(name, answer));
            }
        }

        return [.. bound];
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
