using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>An engine's access to the guest that called a host function. Engines implement it for <see cref="GuestCall"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICallingGuest
{
    /// <summary>The guest's memory at this moment.</summary>
    GuestMemory Memory { get; }

    /// <summary>Calls an exported function of the guest with at most one result.</summary>
    /// <param name="export">The name of the export.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result, or a value with zero bits if the function has no result.</returns>
    GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments);

    /// <summary>Calls a function in an exported table of the guest, with at most one result.</summary>
    /// <param name="table">The name of the exported table.</param>
    /// <param name="index">The index of the table element, from 0.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result, or a value with zero bits if the function has no result.</returns>
    GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments);
}
