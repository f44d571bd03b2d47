using System;
using Witx.Bindings.Glue;

namespace Witx.Bindings;

/// <summary>
/// The guest whose call is being answered, for a function that calls back into it: one that <see cref="WitxModuleAttribute.ReentrantFunctions"/>
/// names. Such a function is given copies and ranges instead of views, because the guest may grow its memory meanwhile.
/// </summary>
public readonly ref struct GuestCall
{
    private readonly ICallingGuest _guest;

    /// <summary>Wraps an engine's own idea of the calling guest.</summary>
    /// <param name="guest">The guest.</param>
    public GuestCall(ICallingGuest guest) => _guest = guest;

    /// <summary>The guest's memory as it is now. What was opened before the guest was called is stale: open it again.</summary>
    public GuestMemory Memory => _guest.Memory;

    /// <summary>Calls an exported function of the guest that has at most one result.</summary>
    /// <param name="export">The name of the export.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result; zero bits when there is none.</returns>
    /// <exception cref="WitxTrapException">The guest trapped, or has no such function.</exception>
    public GuestValue Invoke(string export, params ReadOnlySpan<GuestValue> arguments) => _guest.Invoke(export, arguments);

    /// <summary>Calls a function through one of the guest's tables, as the guest calls a function pointer.</summary>
    /// <param name="table">The name of the exported table; compilers use <c>__indirect_function_table</c>.</param>
    /// <param name="index">The position in the table.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The result; zero bits when there is none.</returns>
    /// <exception cref="WitxTrapException">The guest trapped, or there is no such function.</exception>
    public GuestValue InvokeIndirect(string table, ulong index, params ReadOnlySpan<GuestValue> arguments) =>
        _guest.InvokeIndirect(table, index, arguments);
}
