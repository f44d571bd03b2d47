using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Finds lines that are too long to read side by side. Raw strings are data and may be longer.</summary>
internal static class LongLines
{
    public const int MaxLength = 140;

    /// <summary>Returns the numbers of the lines of a C# file that are longer than <see cref="MaxLength"/>, from 1.</summary>
    public static IEnumerable<int> Find(string source)
    {
        SourceText text = SourceText.From(source);
        TextLine[] lines = [.. text.Lines.Where(static line => line.Span.Length > MaxLength)];
        if (lines.Length == 0) return [];

        TextSpan[] rawStrings =
        [
            .. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
                .Where(static node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax)
                .Where(static node => node.ToString().TrimStart('$').StartsWith("\"\"\"", StringComparison.Ordinal))
                .Select(static node => node.Span),
        ];
        return [.. lines.Where(line => !rawStrings.Any(span => span.IntersectsWith(line.Span))).Select(static line => line.LineNumber + 1)];
    }
}
