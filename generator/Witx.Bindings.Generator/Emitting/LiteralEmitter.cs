using System;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Formats C# string literals. Newlines and unprintable characters are escaped.</summary>
internal static class LiteralEmitter
{
    /// <summary>Formats a literal, with its quotation marks.</summary>
    public static string Format(string value)
    {
        TextBuilder literal = new(stackalloc char[TextBuilder.StackLength]);
        literal.Append('"');
        ReadOnlySpan<char> rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            int quote = rest.IndexOfAny('"', '\\');
            ReadOnlySpan<char> plain = quote < 0 ? rest : rest[..quote];
            int other = Printable.IndexOfUnprintable(plain, out int length);
            if (other >= 0)
            {
                literal.Append(rest[..other]);
                literal.Append(Escape(rest.Slice(other, length)).AsSpan());
                rest = rest[(other + length)..];
                continue;
            }

            literal.Append(plain);
            if (quote >= 0)
            {
                literal.Append('\\');
                literal.Append(rest[quote]);
            }

            rest = rest[Math.Min(plain.Length + 1, rest.Length)..];
        }

        literal.Append('"');
        return literal.ToStringAndDispose();
    }

    private static string Escape(ReadOnlySpan<char> codePoint) => codePoint switch
    {
        "\n" => "\\n",
        "\r" => "\\r",
        "\t" => "\\t",
        { Length: 1 } => "\\u" + Printable.ToHexadecimal(codePoint, "x4"),
        _ => "\\U" + Printable.ToHexadecimal(codePoint, "x8"),
    };
}
