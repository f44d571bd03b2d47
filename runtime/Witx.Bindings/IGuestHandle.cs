namespace Witx.Bindings;

/// <summary>A handle of an interface: an opaque number that the host hands out. Implemented by every generated handle.</summary>
/// <typeparam name="TSelf">The handle.</typeparam>
public interface IGuestHandle<TSelf>
    where TSelf : struct, IGuestHandle<TSelf>
{
    /// <summary>The number that the guest knows it by.</summary>
    uint Value { get; }

    /// <summary>The handle of a number.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf FromValue(uint value);
}
