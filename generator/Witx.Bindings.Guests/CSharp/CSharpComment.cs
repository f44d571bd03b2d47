using System.Linq;
using Witx.Bindings.Guests.Text;

namespace Witx.Bindings.Guests.CSharp;

/// <summary>Writes documentation comments in C#.</summary>
internal static class CSharpComment
{
    /// <summary>Writes a summary, on one line if the text has one. Does nothing if there is no text.</summary>
    public static void Write(SourceWriter writer, string docs)
    {
        string[] lines = [.. DocText.Lines(docs).Select(Escape)];
        if (lines.Length is 1)
        {
            writer.Line($"/// <summary>{lines[0]}</summary>");
        }
        else if (lines.Length > 1)
        {
            writer.Line("/// <summary>");
            foreach (string line in lines)
            {
                writer.Line(line.Length is 0 ? "///" : $"/// {line}");
            }

            writer.Line("/// </summary>");
        }
    }

    /// <summary>Writes the documentation of a parameter. Does nothing if there is no text.</summary>
    public static void WriteParameter(SourceWriter writer, string name, string docs)
    {
        if (docs.Length > 0)
        {
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">{Escape(DocText.OneLine(docs))}</param>");
        }
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
