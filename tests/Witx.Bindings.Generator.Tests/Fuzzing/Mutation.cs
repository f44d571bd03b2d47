using System;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Mutates the characters, words and forms of a witx file.</summary>
internal static class Mutation
{
    /// <summary>A word that occurs only in comments and strings, and so must not become a token of generated code.</summary>
    public const string Marker = "Injected";

    private static readonly string[] s_insertions =
    [
        "(",
        ")",
        "\"",
        "$",
        ";",
        "(;",
        "@witx",
        " ",
        "\n",
        "(typename $x",
        "u8",
        "$errno",
        "enum",
        "(module $m",
        "0",
        "\u0000",
        "\ud800",
        "é",
        "\\",
        "{",
        "(list ",
        "(tuple ",
        "(variant ",
        "(case $a ",
        "(expected ",
        "(error ",
        "(@witx pointer ",
        "string",
        "(param $",
        "(result $",
        "(field $",
        "usize",
        "//",
        "\r",
        "\u2028",
        "\u0085",
        "(union ",
        "(flags ",
        "(handle)",
        "(@witx tag u8)",
        "(@witx repr u64)",
        "(@witx noreturn)",
        "(use \"",
        "hidden",
        "struct",
        "\n;;; \u2028 Injected {\n",
        "(;; \u2029 Injected { ;)",
        "(@note \"\u0085 Injected {\")",
        "\"\u2028 class Injected {\"",
        "*/ Injected",
        "</summary> Injected",
        "0xffffffffffffffff", "4294967296", "18446744073709551616", "$2big", "$class", "$_", "$-", "(@witx const $size $max 1)",
    ];

    /// <summary>Applies one to four mutations.</summary>
    /// <param name="text">The text.</param>
    /// <param name="other">A text from which forms are copied.</param>
    /// <param name="random">The random number generator.</param>
    public static string Apply(string text, string other, Random random)
    {
        StringBuilder mutated = new(text);
        for (int i = random.Next(1, 5); i > 0 && mutated.Length > 0; i--)
        {
            ApplyOnce(mutated, other, random);
        }

        return mutated.ToString();
    }

    private static void ApplyOnce(StringBuilder text, string other, Random random)
    {
        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(1, 12), text.Length - at);
        (int formStart, int formLength) = Form(text.ToString(), random);
        switch (random.Next(8))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, s_insertions[random.Next(s_insertions.Length)]);
                break;
            case 2:
                text.Insert(at, text.ToString(random.Next(text.Length - length), length));
                break;
            case 3:
                text.Replace(text[at], text[random.Next(text.Length)], at, 1);
                break;
            case 4:
                text.Remove(formStart, formLength);
                break;
            case 5:
                text.Insert(formStart, text.ToString(formStart, formLength));
                break;
            case 6:
                (int start, int taken) = Form(other, random);
                text.Remove(formStart, formLength).Insert(formStart, other.AsSpan(start, taken));
                break;
            default:
                text.Insert(formStart, s_insertions[random.Next(s_insertions.Length)]);
                break;
        }
    }

    /// <summary>Gets a random form of a text.</summary>
    private static (int Start, int Length) Form(string text, Random random)
    {
        int[] open = [.. Enumerable.Range(0, text.Length).Where(i => text[i] is '(')];
        if (open.Length == 0)
        {
            return (0, 0);
        }

        int start = open[random.Next(open.Length)];
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            depth += text[i] is '(' ? 1 : text[i] is ')' ? -1 : 0;
            if (depth == 0)
            {
                return (start, i + 1 - start);
            }
        }

        return (start, text.Length - start);
    }
}
