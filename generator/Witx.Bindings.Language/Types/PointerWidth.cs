namespace Witx.Bindings.Language;

/// <summary>The width of a guest address. The value of a member is its size in bytes.</summary>
public enum PointerWidth
{
    /// <summary>32 bits: every guest but those of memory64.</summary>
    Bits32 = 4,

    /// <summary>64 bits: <c>wasix_64v1</c>.</summary>
    Bits64 = 8,
}
