namespace Witx.Bindings.Language;

/// <summary>The width of a guest address. The value of a member is its size in bytes.</summary>
public enum PointerWidth
{
    /// <summary>32 bits, for all guests without memory64.</summary>
    Bits32 = 4,

    /// <summary>64 bits, for guests with memory64, such as those of <c>wasix_64v1</c>.</summary>
    Bits64 = 8,
}
