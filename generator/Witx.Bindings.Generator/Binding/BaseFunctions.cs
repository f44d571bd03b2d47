using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Binding;

/// <summary>The functions of a base class with <c>[WitxModule]</c>.</summary>
/// <param name="model">The model of the base class; null if there is none.</param>
internal sealed class BaseFunctions(GeneratedClass? model)
{
    private readonly Dictionary<string, FunctionModel> _functions =
        model?.Functions.Where(static function => function.HasEntry).GroupBy(static function => function.Name)
            .ToDictionary(static functions => functions.Key, static functions => functions.First()) ?? [];

    /// <summary>
    /// True if the base class declares the method with equal types. A type that the derived class declares itself is not equal.
    /// </summary>
    public bool Declares(string name, EquatableArray<ParameterModel> parameters, ResultModel result, FirstParameter takes, TypeBinder types) =>
        _functions.TryGetValue(name, out FunctionModel? function)
        && function.FirstParameter == takes
        && function.Result.Type == result.Type
        && function.Result.Kind == result.Kind
        && function.Parameters.Select(static parameter => parameter.Type).SequenceEqual(parameters.Select(static parameter => parameter.Type))
        && !parameters.Select(static parameter => parameter.Type).Append(result.Type).Any(type => types.Types.Any(own => Mentions(type, own.Name)));

    private static bool Mentions(string type, string name)
    {
        for (int i = type.IndexOf(name, StringComparison.Ordinal); i >= 0; i = type.IndexOf(name, i + 1, StringComparison.Ordinal))
        {
            bool isStart = i == 0 || !IsPart(type[i - 1]) && type[i - 1] is not '.' and not ':';
            int end = i + name.Length;
            if (isStart && (end == type.Length || !IsPart(type[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_';
}
