using System.Collections.Concurrent;
using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>
/// The types of the functions that a module exports, by name, for all its instances. The engine builds a new type object for each query.
/// Thread-safe.
/// </summary>
/// <remarks>
/// The types are the same in every instance, also for an exported import: types of numbers have no subtypes but themselves.
/// </remarks>
internal sealed class ExportedFunctionTypes
{
    private readonly ConcurrentDictionary<string, GuestFunctionType> _types = [];

    /// <summary>Returns the type of an exported function. Reads it from an instance the first time.</summary>
    /// <exception cref="System.NotSupportedException">The function has parameters or results that are not numbers.</exception>
    internal GuestFunctionType GetOrRead(nint context, FunctionHandle function, string name)
    {
        if (!_types.TryGetValue(name, out GuestFunctionType? type))
        {
            type = NumericTypes.GetFunctionType(context, function, name);
            _types[name] = type;
        }

        return type;
    }
}
