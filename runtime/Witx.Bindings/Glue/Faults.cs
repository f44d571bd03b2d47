using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Glue;

/// <summary>Throw methods of generated code. They are separate methods so that the JIT can inline their callers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Faults
{
    /// <summary>Throws because a number is not a value of its witx type.</summary>
    /// <param name="type">The witx name of the type.</param>
    /// <param name="value">The number, with its bits zero-extended.</param>
    /// <exception cref="GuestFaultException">Always.</exception>
    [DoesNotReturn]
    public static void ThrowUnknownValue(string type, ulong value) =>
        throw new GuestFaultException(GuestFault.UnknownValue, $"0x{value:x} is not a valid value of type '{type}'.");

    /// <summary>Throws because a guest called a function that its host does not implement.</summary>
    /// <param name="function">The module and the name of the function, separated by a dot.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNotImplemented(string function) =>
        throw new WitxTrapException($"The host does not implement '{function}'.") { IsRaisedByGlue = true };

    /// <summary>Throws because an engine called <see cref="HostFunction.Entry"/> of a function that calls back into the guest.</summary>
    /// <param name="function">The module and the name of the function, separated by a dot.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNotReentrant(string function) =>
        throw new WitxTrapException($"'{function}' calls back into the guest, but this engine does not support callbacks.")
        {
            IsRaisedByGlue = true,
        };

    /// <summary>Throws because the host returned from a function that the interface declares as <c>noreturn</c>.</summary>
    /// <param name="function">The module and the name of the function, separated by a dot.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowReturned(string function) =>
        throw new WitxTrapException($"'{function}' is declared noreturn, but its host method returned; it must throw an exception.")
        {
            IsRaisedByGlue = true,
        };

    /// <summary>Throws because the host returned a failed result whose error is 0, which means success.</summary>
    /// <param name="function">The module and the name of the function, separated by a dot.</param>
    /// <exception cref="WitxTrapException">Always.</exception>
    [DoesNotReturn]
    public static long ThrowNoValue(string function) =>
        throw new WitxTrapException($"'{function}' failed with the error 0, which means success; return a value or another error.")
        {
            IsRaisedByGlue = true,
        };
}
