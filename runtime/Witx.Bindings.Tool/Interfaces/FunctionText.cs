using System.Text;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats the witx declaration of a function, with a line for each parameter and result.</summary>
internal static class FunctionText
{
    public static string Format(WitxFunction function)
    {
        StringBuilder text = new();
        int depth = 0;
        int forms = 0;
        bool isInString = false;
        foreach (char c in function.Text)
        {
            isInString ^= c is '"';
            if (c is '(' && !isInString && depth++ is 1 && forms++ > 0)
            {
                text.Length--;
                _ = text.Append("\n  ");
            }

            depth -= c is ')' && !isInString ? 1 : 0;
            _ = text.Append(c);
        }

        return text.ToString();
    }
}
