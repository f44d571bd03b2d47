namespace Witx.Bindings;

/// <summary>
/// A witx handle: an opaque 32-bit number that identifies an object of the host. All generated handle types implement it.
/// </summary>
/// <typeparam name="TSelf">The handle type itself.</typeparam>
public interface IGuestHandle<TSelf>
    where TSelf : struct, IGuestHandle<TSelf>
{
    /// <summary>The number that guest and host exchange.</summary>
    uint Value { get; }

    /// <summary>Creates a handle from its number.</summary>
    /// <param name="value">The number that guest and host exchange.</param>
    static abstract TSelf FromValue(uint value);
}
