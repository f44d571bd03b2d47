using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>What an engine knows of the guest that calls a host function, for functions that call back into it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICallingGuest
{
    /// <summary>The guest's memory as it is now.</summary>
    GuestMemory Memory { get; }

    /// <summary>Calls an exported function of at most one result.</summary>
    /// <param name="export">The name of the export.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result; zero bits when there is none.</returns>
    GuestValue Invoke(string export, ReadOnlySpan<GuestValue> arguments);

    /// <summary>Calls a function of at most one result through an exported table.</summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="index">The position in it.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result; zero bits when there is none.</returns>
    GuestValue InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments);
}
