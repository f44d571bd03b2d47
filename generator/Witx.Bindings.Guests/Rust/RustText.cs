using System;
using Witx.Bindings.Guests.Text;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Formats string literals of Rust.</summary>
internal static class RustText
{
    // Rust refuses bidirectional characters in literals. Its escape of a character is that of witx.
    public static string Quote(string text) => QuotedText.Format(text, static codePoint => Printable.Escape(codePoint.AsSpan()));
}
