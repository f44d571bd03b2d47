using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Glue;

/// <summary>How generated code ends a call, kept out of the code that does not.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Faults
{
    /// <summary>A number is no value of its type.</summary>
    /// <param name="type">The type's name in the interface.</param>
    /// <param name="value">The number, its bits zero-extended.</param>
    /// <exception cref="GuestFaultException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowUnknownValue(string type, ulong value) =>
        throw new GuestFaultException(GuestFault.UnknownValue, $"0x{value:x} is no value of {type}");

    /// <summary>A guest called a function that its host does not implement.</summary>
    /// <param name="function">The module and the name of the function.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNotImplemented(string function) => throw new WitxTrapException($"{function} is not implemented by the host");

    /// <summary>An engine entered a function that calls back into the guest without a way to do so.</summary>
    /// <param name="function">The module and the name of the function.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNotReentrant(string function) =>
        throw new WitxTrapException($"{function} calls back into the guest, which this engine does not offer");

    /// <summary>A body returned from a function that never does.</summary>
    /// <param name="function">The module and the name of the function.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowReturned(string function) => throw new WitxTrapException($"{function} returned, which it never does");

    /// <summary>A body failed with the error that means success.</summary>
    /// <param name="function">The module and the name of the function.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNoValue(string function) =>
        throw new WitxTrapException($"{function} answered success, but without the value that goes with it");
}
