using Witx.Bindings.Wasmtime.Native;

namespace Witx.Bindings.Wasmtime.Calls;

/// <summary>Reads functions from tables of a guest.</summary>
internal static unsafe class TableElement
{
    /// <summary>Gets the function at an index of a table.</summary>
    /// <param name="context">The store's context.</param>
    /// <param name="table">The table.</param>
    /// <param name="index">The index of the element, from 0.</param>
    /// <param name="function">The function; the default value if the method returns false.</param>
    /// <param name="exists">True if the table is longer than the index.</param>
    /// <returns>True if the element is a function that is not null.</returns>
    internal static bool TryGet(nint context, TableHandle table, ulong index, out FunctionHandle function, out bool exists)
    {
        Value value;
        exists = Libwasmtime.wasmtime_table_get(context, &table, index, &value);
        function = exists && value.Kind == Value.FunctionReference ? value.Function : default;
        if (exists && value.Kind != Value.FunctionReference)
        {
            Libwasmtime.wasmtime_val_unroot(&value);
        }

        return function.Store != 0;
    }
}
