using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Generator;

/// <summary>Writes the documentation of a witx file as that of C#.</summary>
internal static class EmitDocs
{
    public static void Summary(CodeWriter writer, string docs) => Element(writer, "summary", "summary", docs);

    public static void Parameter(CodeWriter writer, string name, string docs) =>
        Element(writer, $"param name=\"{name.TrimStart('@')}\"", "param", docs);

    public static void Returns(CodeWriter writer, string docs) => Element(writer, "returns", "returns", docs);

    private static void Element(CodeWriter writer, string open, string close, string docs)
    {
        List<string> paragraphs = Paragraphs(docs);
        if (paragraphs.Count == 0)
        {
            return;
        }

        if (paragraphs.Count == 1 && paragraphs[0].IndexOf('\n') < 0)
        {
            writer.Line($"/// <{open}>{paragraphs[0]}</{close}>");
            return;
        }

        writer.Line($"/// <{open}>");
        foreach (string paragraph in paragraphs)
        {
            string text = paragraphs.Count == 1 ? paragraph : "<para>" + paragraph + "</para>";
            writer.Line("/// " + text.Replace("\n", "\n/// "));
        }

        writer.Line($"/// </{close}>");
    }

    private static List<string> Paragraphs(string docs)
    {
        List<string> paragraphs = [];
        StringBuilder paragraph = new();
        foreach (string line in docs.Split('\n'))
        {
            string text = line.Trim();
            if (text.Length > 0)
            {
                paragraph.Append(paragraph.Length == 0 ? "" : "\n").Append(Escape(text));
            }
            else if (paragraph.Length > 0)
            {
                paragraphs.Add(Code(paragraph.ToString()));
                paragraph.Clear();
            }
        }

        return paragraphs;
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Words between back quotes are code.</summary>
    private static string Code(string text)
    {
        string[] parts = text.Split('`');
        if (parts.Length < 3 || parts.Length % 2 == 0)
        {
            return text;
        }

        StringBuilder code = new();
        for (int i = 0; i < parts.Length; i++)
        {
            code.Append(i % 2 == 0 ? parts[i] : "<c>" + parts[i] + "</c>");
        }

        return code.ToString();
    }
}
