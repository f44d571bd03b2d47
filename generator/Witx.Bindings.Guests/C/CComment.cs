using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Guests.Text;

namespace Witx.Bindings.Guests.C;

/// <summary>Writes documentation comments in C.</summary>
internal static class CComment
{
    /// <summary>Writes a comment, on one line if the text has one. Does nothing if there is no text.</summary>
    public static void Write(SourceWriter writer, IEnumerable<string> lines)
    {
        string[] text = [.. lines.Select(static line => line.Replace("*/", "* /").Replace("/*", "/ *"))];
        if (text.Length is 1)
        {
            writer.Line($"/** {text[0]} */");
        }
        else if (text.Length > 1)
        {
            writer.Line("/**");
            foreach (string line in text)
            {
                writer.Line(line.Length is 0 ? " *" : $" * {line}");
            }

            writer.Line(" */");
        }
    }
}
