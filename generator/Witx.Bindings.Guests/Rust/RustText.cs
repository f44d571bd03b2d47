using System.Text;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Writes string literals of Rust.</summary>
internal static class RustText
{
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' => quoted.Append($"\\x{(int)c:x2}"),
                _ => quoted.Append(c),
            };
        }

        // Rust refuses bidirectional characters in literals. Its escape of a character is that of witx.
        return Printable.Escape(quoted.Append('"').ToString());
    }
}
