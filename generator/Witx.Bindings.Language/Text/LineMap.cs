using System;

namespace Witx.Bindings.Language.Text;

/// <summary>Converts positions to lines and columns. The line starts are computed on first use.</summary>
internal sealed class LineMap(string text)
{
    private int[]? _starts;

    public SourceLocation Locate(string path, TextSpan span)
    {
        int[] starts = _starts ??= Starts(text);
        int line = LineOf(starts, span.Start);
        int endLine = LineOf(starts, span.End);
        return new SourceLocation(path, span.Start, span.Length, line, span.Start - starts[line], endLine, span.End - starts[endLine]);
    }

    private static int LineOf(int[] starts, int position)
    {
        int index = Array.BinarySearch(starts, position);
        return index >= 0 ? index : ~index - 1;
    }

    private static int[] Starts(string text)
    {
        int count = 1;
        for (int i = 0; i < text.Length; i++)
        {
            count += IsEnd(text, i) ? 1 : 0;
        }

        int[] starts = new int[count];
        for (int i = 0, line = 1; line < count; i++)
        {
            if (IsEnd(text, i))
            {
                starts[line++] = i + 1;
            }
        }

        return starts;
    }

    private static bool IsEnd(string text, int i) =>
        text[i] is '\n' || (text[i] is '\r' && (i + 1 == text.Length || text[i + 1] is not '\n'));
}
