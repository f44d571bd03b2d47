using System.Collections.Generic;
using Witx.Bindings.Guests.Text;

namespace Witx.Bindings.Guests.Rust;

/// <summary>Writes documentation comments in Rust.</summary>
internal static class RustComment
{
    /// <summary>Writes a comment of lines.</summary>
    public static void Write(SourceWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.Line(line.Length is 0 ? "///" : $"/// {line}");
        }
    }
}
