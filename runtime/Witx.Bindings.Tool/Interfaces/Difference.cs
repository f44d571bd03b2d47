namespace Witx.Bindings.Tool;

/// <summary>A difference between two interfaces.</summary>
/// <param name="Kind">The kind of the difference.</param>
/// <param name="Item">The item that differs, such as <c>function fd_seek</c>.</param>
/// <param name="Detail">The details; empty if the kind is enough.</param>
internal sealed record Difference(DifferenceKind Kind, string Item, string Detail = "")
{
    public override string ToString() => Detail.Length is 0 ? $"{(char)Kind} {Item}" : $"{(char)Kind} {Item}: {Detail}";
}

/// <summary>The kind of a difference. The value of each member is the character that is printed.</summary>
internal enum DifferenceKind
{
    /// <summary>The new interface does not have the item.</summary>
    Removed = '-',

    /// <summary>Guests of the old interface cannot use the item of the new one.</summary>
    Incompatible = '!',

    /// <summary>The type of the new interface can represent all values of the old one, and more.</summary>
    Extended = '~',

    /// <summary>The old interface does not have the item.</summary>
    Added = '+',
}
