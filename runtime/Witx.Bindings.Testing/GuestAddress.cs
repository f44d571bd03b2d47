namespace Witx.Bindings.Testing;

/// <summary>An address that a test passes in place of a value, for example one that the glue must refuse.</summary>
/// <param name="Address">The address in the guest's memory.</param>
/// <param name="Count">The number of elements of a list, or of bytes of a string.</param>
public readonly record struct GuestAddress(ulong Address, ulong Count = 0);
