using System;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the witx declaration of a function and its core signature as comments.</summary>
internal static class DeclarationCommentEmitter
{
    private const int Width = 132;

    public static void Write(CodeWriter writer, FunctionModel function)
    {
        string lead = "// ";
        int length = 0;
        int depth = 0;
        for (ReadOnlySpan<char> rest = function.Text.AsSpan(); !rest.IsEmpty;)
        {
            int end = EndOfPart(rest, ref depth);
            if (length > 0 && length + end >= Width)
            {
                writer.Line();
                (lead, length) = ("//   ", 1);
            }

            writer.Append(lead).AppendPrintable(rest[..end]);
            length += end + 1;
            lead = " ";
            rest = rest[Math.Min(end + 1, rest.Length)..];
        }

        writer.Line();
        Core(writer, function.Signature);
    }

    private static void Core(CodeWriter writer, SignatureModel signature)
    {
        writer.Append("//   core: (");
        string lead = "";
        foreach (CoreArgument parameter in signature.Parameters)
        {
            writer.Append($"{lead}{parameter.Type.ToText()} {parameter.Name}");
            lead = ", ";
        }

        writer.Line($") -> {(signature.Result is { } result ? result.ToText() : "()")}");
    }

    /// <summary>Gets the end of the next part that stays on one line: the head of the declaration, or one form inside it.</summary>
    private static int EndOfPart(ReadOnlySpan<char> text, ref int depth)
    {
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
                return i;
            }
        }

        return text.Length;
    }
}
