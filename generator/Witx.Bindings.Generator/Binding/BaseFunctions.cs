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
    public bool Declares(
        string name, EquatableArray<ParameterModel> parameters, ResultModel result, FirstParameter takes, TypeBinder types) =>
        _functions.TryGetValue(name, out FunctionModel? function)
        && function.FirstParameter == takes
        && function.Result.Kind == result.Kind
        && function.Result.Type == result.Type
        && function.Parameters.Select(static parameter => parameter.Signature)
            .SequenceEqual(parameters.Select(static parameter => parameter.Signature))
        && !result.Type.Any(types.IsOwn)
        && !parameters.Any(parameter => parameter.Type.Any(types.IsOwn));
}
