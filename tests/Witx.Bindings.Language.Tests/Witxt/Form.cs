using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Tests;

/// <summary>A form of a witxt file: a word, or a list of forms.</summary>
internal sealed record Form(string Word, IReadOnlyList<Form>? Items, int Start, int End)
{
    public string Head => Items is [{ Items: null } first, ..] ? first.Word : "";

    /// <summary>A string without its quotes. The witxt files have no escapes.</summary>
    public string Value => Word.Trim('"');

    public Form? Find(string head) => Items?.FirstOrDefault(item => item.Head == head);

    public IEnumerable<string> Words => Items!.Skip(1).Select(static item => item.Word);

    public static List<Form> ReadAll(string text)
    {
        Lexer lexer = new(text, 0);
        Stack<(List<Form> Items, int Start)> open = new([([], 0)]);
        while (lexer.Next(out TextSpan span, out LexicalError fault) is var kind && kind is not TokenKind.End)
        {
            if (fault is not LexicalError.None)
            {
                throw new FormatException($"{fault} at {span.Start}");
            }

            string word = text[span.Start..span.End];
            switch (kind)
            {
                case TokenKind.LeftParen:
                    open.Push(([], span.Start));
                    break;
                case TokenKind.Annotation:
                    open.Push(([new Form(word[1..], null, span.Start + 1, span.End)], span.Start));
                    break;
                case TokenKind.RightParen:
                    (List<Form> items, int start) = open.Pop();
                    open.Peek().Items.Add(new Form("", items, start, span.End));
                    break;
                default:
                    open.Peek().Items.Add(new Form(word, null, span.Start, span.End));
                    break;
            }
        }

        return open.Single().Items;
    }
}
