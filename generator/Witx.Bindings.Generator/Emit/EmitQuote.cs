using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Quotes a declaration as the interface has it, and as core WebAssembly does.</summary>
internal static class EmitQuote
{
    private const int Width = 132;

    public static void Write(CodeWriter writer, FunctionModel function)
    {
        StringBuilder line = new();
        foreach (string part in Parts(function.Text))
        {
            if (line.Length > 0 && line.Length + part.Length >= Width)
            {
                writer.Line("// " + line);
                line.Clear().Append(' ');
            }

            line.Append(line.Length == 0 ? "" : " ").Append(part);
        }

        writer.Line("// " + line);
        string parameters = string.Join(", ", function.Signature.Parameters.Select(static p => $"{Name(p.Type)} {p.Name}"));
        writer.Line($"//   core: ({parameters}) -> {(function.Signature.Result is { } result ? Name(result) : "()")}");
    }

    /// <summary>The text in pieces that stay together: the head, then each form inside.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        int depth = 0;
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] is '"' && (i == 0 || text[i - 1] is not '\\');
            if (isQuoted)
            {
                continue;
            }

            depth += text[i] is '(' ? 1 : text[i] is ')' ? -1 : 0;
            if (depth == 1 && text[i] is ' ' && i + 1 < text.Length && text[i + 1] is '(')
            {
                yield return text.Substring(start, i - start);
                start = i + 1;
            }
        }

        yield return text.Substring(start);
    }

    private static string Name(CoreType type) => type.ToString().ToLowerInvariant();
}
