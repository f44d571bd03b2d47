using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Witx.Bindings.Generator.Tests;

/// <summary>A text with marked spans of expected diagnostics, such as <c>{|WITX303:"kw.witx"|}</c>. Marks can nest.</summary>
internal sealed record MarkedText(string Text, ImmutableArray<(string Id, TextSpan Span)> Marks)
{
    private const int IdLength = 7;

    public static MarkedText Parse(string marked)
    {
        StringBuilder text = new(marked.Length);
        Stack<(string Id, int Start)> open = new();
        ImmutableArray<(string, TextSpan)>.Builder marks = ImmutableArray.CreateBuilder<(string, TextSpan)>();
        for (int i = 0; i < marked.Length; i++)
        {
            ReadOnlySpan<char> rest = marked.AsSpan(i);
            if (rest.StartsWith("{|WITX", StringComparison.Ordinal))
            {
                open.Push((marked.Substring(i + 2, IdLength), text.Length));
                i += 2 + IdLength;
            }
            else if (rest.StartsWith("|}", StringComparison.Ordinal))
            {
                (string id, int start) = open.Pop();
                marks.Add((id, TextSpan.FromBounds(start, text.Length)));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new MarkedText(text.ToString(), marks.ToImmutable());
    }
}
