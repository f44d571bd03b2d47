using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Benchmarks;

/// <summary>
/// Draws a table as SVG: a line for each row and a dot for each implementation. Dots to the right are slower than this project.
/// </summary>
internal static class Plot
{
    private const string Own = "Witx.Bindings";
    private const int NameWidth = 230;
    private const int ChartWidth = 560;
    private const int RowHeight = 17;
    private const int Top = 64;
    private const double Least = 0.125;
    private const double Most = 5000;

    private static readonly (string Implementation, string Colour)[] s_implementations =
    [
        ("native", "#2e7d32"), ("raw callbacks by hand", "#8d6e63"), ("typed callbacks, memory cached", "#ef6c00"),
        ("node:wasi", "#0277bd"), ("Wasmtime .NET, its WASI", "#c62828"),
    ];

    /// <summary>Reads the first table of a page and writes the SVG file.</summary>
    /// <param name="page">A Markdown page with the output of the <c>table</c> command.</param>
    /// <param name="picture">The SVG file to write.</param>
    internal static void Write(string page, string picture)
    {
        string[][] table =
        [
            .. File.ReadLines(page)
                .SkipWhile(static line => !line.StartsWith('|'))
                .TakeWhile(static line => line.StartsWith('|'))
                .Select(SplitCells),
        ];
        string[] columns = [.. table[0].Select(static cell => cell.Replace("*", ""))];
        File.WriteAllText(picture, Draw([.. table.Skip(2).Select(row => Ratios(columns, row)).Where(static row => row.Dots.Count > 0)]));
    }

    private static string[] SplitCells(string line) => [.. line.Trim('|').Split('|').Select(static cell => cell.Trim())];

    private static (string Name, List<(double Ratio, string Colour)> Dots) Ratios(string[] columns, string[] row)
    {
        double own = Nanoseconds(row[Array.IndexOf(columns, Own)]) ?? throw new FormatException($"'{row[0]}' has no value for {Own}.");
        List<(double, string)> dots = [];
        foreach ((string implementation, string colour) in s_implementations)
        {
            if (Array.IndexOf(columns, implementation) is int column and >= 0 && Nanoseconds(row[column]) is double measurement)
            {
                dots.Add((measurement / own, colour));
            }
        }

        return (row[0].Replace("`", ""), dots);
    }

    /// <summary>Parses the time of a cell such as <c>2.72 µs, 389 B</c>. Returns null for a dash.</summary>
    private static double? Nanoseconds(string cell)
    {
        string[] parts = cell.Split(',')[0].Split(' ');
        double unit = parts[^1] switch
        {
            "ns" => 1,
            "µs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            _ => 0,
        };
        return unit == 0 ? null : double.Parse(parts[0], CultureInfo.InvariantCulture) * unit;
    }

    private static string Draw((string Name, List<(double Ratio, string Colour)> Dots)[] rows)
    {
        int bottom = Top + (rows.Length * RowHeight);
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {NameWidth + ChartWidth + 20} {bottom + 30}" font-family="sans-serif" font-size="11">
            <title>Prices of calls in multiples of the measurement of {Own}</title>
            <rect width="100%" height="100%" fill="white"/>

            """);
        int x = 10;
        foreach ((string implementation, string colour) in s_implementations)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<circle cx=\"{x}\" cy=\"16\" r=\"4\" fill=\"{colour}\"/><text x=\"{x + 8}\" y=\"20\">{implementation}</text>\n");
            x += 30 + (implementation.Length * 6);
        }

        foreach (double ratio in (double[])[0.25, 0.5, 1, 2, 5, 10, 100, 1000])
        {
            string line = ratio == 1 ? "stroke=\"#444\" stroke-width=\"1.5\"" : "stroke=\"#ddd\"";
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{X(ratio):F1}" x2="{X(ratio):F1}" y1="{Top - 10}" y2="{bottom}" {line}/><text x="{X(ratio):F1}" y="{Top - 16}" text-anchor="middle">{ratio}×</text>

                """);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            int y = Top + (i * RowHeight) + (RowHeight / 2);
            svg.Append(
                CultureInfo.InvariantCulture, $"<text x=\"{NameWidth - 10}\" y=\"{y + 4}\" text-anchor=\"end\">{rows[i].Name}</text>");
            foreach ((double ratio, string colour) in rows[i].Dots)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<circle cx=\"{X(ratio):F1}\" cy=\"{y}\" r=\"4\" fill=\"{colour}\" fill-opacity=\"0.85\"/>");
            }

            svg.Append('\n');
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{X(1):F1}\" y=\"{bottom + 18}\" text-anchor=\"middle\">{Own} = 1; more is slower</text>\n</svg>\n");
        return svg.ToString();
    }

    private static double X(double ratio) =>
        NameWidth + (ChartWidth * Math.Log(Math.Clamp(ratio, Least, Most) / Least) / Math.Log(Most / Least));
}
