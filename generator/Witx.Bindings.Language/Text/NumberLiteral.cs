using System;

namespace Witx.Bindings.Language.Text;

/// <summary>Reads unsigned numbers: decimal or <c>0x</c> hexadecimal, with optional <c>+</c> and <c>_</c> between digits.</summary>
internal static class NumberLiteral
{
    public static bool TryRead(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        text = text is ['+', ..] ? text[1..] : text;
        bool isHex = text is ['0', 'x', ..];
        text = isHex ? text[2..] : text;
        bool expectsDigit = true;
        foreach (char c in text)
        {
            if (c is '_' && !expectsDigit)
            {
                expectsDigit = true;
                continue;
            }

            int digit = Digit(c);
            uint radix = isHex ? 16U : 10U;
            if (digit < 0 || digit >= radix || value > (ulong.MaxValue - (uint)digit) / radix)
            {
                return false;
            }

            value = value * radix + (uint)digit;
            expectsDigit = false;
        }

        return !expectsDigit;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
