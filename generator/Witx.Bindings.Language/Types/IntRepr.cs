namespace Witx.Bindings.Language;

/// <summary>The integer representation of an enum, flags or the tag of a variant. The value of a member is its size in bytes.</summary>
public enum IntRepr
{
    /// <summary>8 bits.</summary>
    U8 = 1,

    /// <summary>16 bits.</summary>
    U16 = 2,

    /// <summary>32 bits: the default.</summary>
    U32 = 4,

    /// <summary>64 bits.</summary>
    U64 = 8,
}
