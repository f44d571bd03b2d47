namespace Witx.Bindings.Language.Text;

internal enum TokenKind : byte
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary><c>(</c></summary>
    LeftParen,

    /// <summary><c>(@name</c>, which opens a form like <c>(</c>.</summary>
    Annotation,

    /// <summary><c>)</c></summary>
    RightParen,

    /// <summary><c>$name</c></summary>
    Id,

    /// <summary>A word that begins with a lower-case letter.</summary>
    Keyword,

    /// <summary>A word that begins with a digit, or with a sign and a digit.</summary>
    Number,

    /// <summary><c>"text"</c></summary>
    String,

    /// <summary>Any other well-formed word. It has no meaning in witx.</summary>
    Reserved,

    /// <summary>A character that is not part of any token.</summary>
    Illegal,
}
