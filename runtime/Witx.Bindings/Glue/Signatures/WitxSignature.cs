using System;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Linq;

namespace Witx.Bindings.Glue;

/// <summary>The parameters and the result of a host function as its witx file declares them, with their C# types.</summary>
/// <param name="parameters">The parameters, in the order of the declaration.</param>
/// <param name="result">The result.</param>
public sealed class WitxSignature(ImmutableArray<WitxParameter> parameters, WitxResult result)
{
    /// <summary>The parameters, in the order of the declaration.</summary>
    public ImmutableArray<WitxParameter> Parameters { get; } = parameters;

    /// <summary>The result.</summary>
    public WitxResult Result { get; } = result;

    /// <summary>Finds a parameter.</summary>
    /// <typeparam name="T">
    /// The C# type by which the parameter is read: that of the partial method. It is a view also for a function that calls back into the
    /// guest.
    /// </typeparam>
    /// <param name="name">The witx name of the parameter.</param>
    /// <exception cref="ArgumentException">No parameter has this name, or it has another type.</exception>
    public WitxParameter<T> GetParameter<T>(string name)
        where T : allows ref struct
    {
        WitxParameter parameter = Parameters.FirstOrDefault(parameter => parameter.Name == name)
            ?? throw new ArgumentException(
                $"The function has no parameter '{name}'; its parameters are "
                + $"'{string.Join("', '", Parameters.Select(static parameter => parameter.Name))}'.",
                nameof(name));
        return parameter as WitxParameter<T>
            ?? throw new ArgumentException(
                $"Parameter '{name}' has type '{parameter.Type}'; it cannot be read as '{typeof(T)}'.", nameof(name));
    }
}

/// <summary>Creates the signatures of the functions of a host. Generated code implements it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWitxSignatureSource
{
    /// <summary>Creates the signature of a function; null if the class does not implement the function.</summary>
    /// <param name="function">The witx name of the function.</param>
    WitxSignature? CreateSignature(string function);
}
