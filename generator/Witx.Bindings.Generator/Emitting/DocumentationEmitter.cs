using System;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the documentation of a witx file as XML documentation.</summary>
internal static class DocumentationEmitter
{
    public static void Summary(CodeWriter writer, string docs) => Element(writer, "summary", "", docs);

    public static void Parameter(CodeWriter writer, string name, string docs) => Element(writer, "param", name, docs);

    public static void Returns(CodeWriter writer, string docs) => Element(writer, "returns", "", docs);

    private static void Element(CodeWriter writer, string element, string name, string docs)
    {
        ReadOnlySpan<char> rest = docs.AsSpan();
        if (!TryNext(ref rest, out ReadOnlySpan<char> paragraph))
        {
            return;
        }

        writer.Append("/// <").Append(element);
        if (name.Length > 0)
        {
            writer.Append(" name=\"").Append(name.AsSpan().TrimStart('@')).Append("\"");
        }

        writer.Append(">");
        bool isOnly = rest.IsWhiteSpace();
        if (isOnly && paragraph.IndexOf('\n') < 0)
        {
            Paragraph(writer, paragraph);
        }
        else
        {
            writer.Line();
            do
            {
                writer.Append(isOnly ? "/// " : "/// <para>");
                Paragraph(writer, paragraph);
                writer.Line(isOnly ? "" : "</para>");
            }
            while (TryNext(ref rest, out paragraph));
            writer.Append("/// ");
        }

        writer.Line($"</{element}>");
    }

    /// <summary>Reads the next paragraph, which an empty line ends.</summary>
    private static bool TryNext(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> paragraph)
    {
        rest = rest.TrimStart();
        int end = 0;
        while (end < rest.Length)
        {
            int length = rest[end..].IndexOf('\n');
            int next = length < 0 ? rest.Length : end + length + 1;
            if (rest[end..next].IsWhiteSpace())
            {
                break;
            }

            end = next;
        }

        paragraph = rest[..end].TrimEnd();
        rest = rest[end..];
        return !paragraph.IsEmpty;
    }

    /// <summary>Writes trimmed lines. Text between backticks becomes code.</summary>
    private static void Paragraph(CodeWriter writer, ReadOnlySpan<char> text)
    {
        int quotes = 0;
        foreach (char c in text)
        {
            quotes += c is '`' ? 1 : 0;
        }

        bool hasCode = quotes > 0 && quotes % 2 == 0;
        bool isCode = false;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf('\n');
            Line(writer, (end < 0 ? text : text[..end]).Trim(), hasCode, ref isCode);
            text = end < 0 ? default : text[(end + 1)..];
            writer.Append(end < 0 ? "" : "\n/// ");
        }
    }

    private static void Line(CodeWriter writer, ReadOnlySpan<char> text, bool hasCode, ref bool isCode)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '&' or '<' or '>' || (hasCode && text[i] is '`'))
            {
                isCode ^= text[i] is '`';
                writer.AppendPrintable(text[start..i]).Append(Escape(text[i], isCode));
                start = i + 1;
            }
        }

        writer.AppendPrintable(text[start..]);
    }

    private static string Escape(char c, bool isCode) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => isCode ? "<c>" : "</c>",
    };
}
