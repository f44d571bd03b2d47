using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// The functions of a WASIX namespace as guests import them, from a file with a line <c>name (parameters) -> (results)</c> each.
/// </summary>
internal static class WasixImports
{
    internal static readonly string[] Namespaces = ["wasix_32v1", "wasix_64v1"];

    internal static IReadOnlyDictionary<string, string> Get(string module) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Guests", module + ".txt"))
            .Select(static line => line.Split(' ', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1]);

    /// <summary>Formats an import in the WebAssembly text format.</summary>
    internal static string FormatImport(string module, string name, string type)
    {
        string[] sides = type.Split(" -> ");
        return new StringBuilder($"(import \"{module}\" \"{name}\" (func")
            .Append(sides[0].Length > 2 ? $" (param {sides[0][1..^1]})" : "")
            .Append(sides[1].Length > 2 ? $" (result {sides[1][1..^1]})" : "")
            .Append("))\n")
            .ToString();
    }
}
