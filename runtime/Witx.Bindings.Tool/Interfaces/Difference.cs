namespace Witx.Bindings.Tool;

/// <summary>Something in which two interfaces differ.</summary>
/// <param name="Kind">How.</param>
/// <param name="Item">What differs: <c>function fd_seek</c>.</param>
/// <param name="Detail">In what; empty where the kind says it all.</param>
internal sealed record Difference(DifferenceKind Kind, string Item, string Detail = "")
{
    public override string ToString() => Detail.Length is 0 ? $"{(char)Kind} {Item}" : $"{(char)Kind} {Item}: {Detail}";
}

/// <summary>How two interfaces differ in an item. The value of a member is the character that it is printed as.</summary>
internal enum DifferenceKind
{
    /// <summary>The new interface does not have it.</summary>
    Gone = '-',

    /// <summary>What the old interface says by it, the new one cannot say.</summary>
    Changed = '!',

    /// <summary>The new interface can say by it all that the old one can, and more.</summary>
    Extended = '~',

    /// <summary>The old interface does not have it.</summary>
    Added = '+',
}
