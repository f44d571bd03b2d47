using System;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>
/// The calling guest, as the first parameter of a host function that calls back into it.
/// </summary>
/// <remarks>
/// <see cref="WitxModuleAttribute.ReentrantFunctions"/> lists these functions. Their parameters are copies and ranges instead of views,
/// because the guest may grow its memory, and the engine may move it, during the callback.
/// </remarks>
public readonly ref struct GuestCall
{
    private readonly ICallingGuest _guest;

    /// <summary>Creates a call from an engine's view of the calling guest. Engines call it; host functions receive the result.</summary>
    /// <param name="guest">The calling guest.</param>
    public GuestCall(ICallingGuest guest) => _guest = guest;

    /// <summary>The guest's memory at this moment. Get it again after each callback: views from before the callback are invalid.</summary>
    public GuestMemory Memory => _guest.Memory;

    /// <summary>Calls a function that the guest exports. The function has at most one result.</summary>
    /// <param name="export">The name of the export.</param>
    /// <param name="arguments">The arguments; their number and types must be those of the function.</param>
    /// <returns>The result, or a value with zero bits if the function has no result.</returns>
    /// <exception cref="WitxTrapException">The guest trapped, or does not export a function of this name.</exception>
    public GuestValue Invoke(string export, params ReadOnlySpan<GuestValue> arguments) => _guest.Invoke(export, arguments);

    /// <summary>Calls a function pointer of the guest: an element of a table that the guest exports.</summary>
    /// <param name="table">The name of the exported table; LLVM-based compilers use <c>__indirect_function_table</c>.</param>
    /// <param name="index">The function pointer: the index of the element, from 0.</param>
    /// <param name="arguments">The arguments; their number and types must be those of the function.</param>
    /// <returns>The result, or a value with zero bits if the function has no result.</returns>
    /// <exception cref="WitxTrapException">The guest trapped, or the table or its element does not exist.</exception>
    public GuestValue InvokeIndirect(string table, ulong index, params ReadOnlySpan<GuestValue> arguments) =>
        _guest.InvokeIndirect(table, index, arguments);
}
