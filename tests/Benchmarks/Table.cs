using System.Collections.Generic;
using System.Linq;

namespace Benchmarks;

/// <summary>A Markdown table with aligned columns.</summary>
internal sealed class Table(string corner, string[] columns)
{
    private readonly List<string[]> _rows = [[corner, .. columns]];

    internal void Add(string row, string[] cells) => _rows.Add([row, .. cells]);

    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        IEnumerable<string> lines =
            _rows.Select(row => FormatLine([.. row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))]));
        string rule =
            FormatLine([.. widths.Select(static (width, i) => i == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
        return string.Join('\n', lines.Take(1).Append(rule).Concat(lines.Skip(1))) + "\n";
    }

    private static string FormatLine(string[] cells) => $"| {string.Join(" | ", cells)} |";
}
