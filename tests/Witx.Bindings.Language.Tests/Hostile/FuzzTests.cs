using System;
using System.IO;
using System.Linq;
using CsCheck;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Random texts: parsing never throws and never hangs.</summary>
public sealed class FuzzTests
{
    private static readonly string[] s_words =
    [
        "(", "(", "(", ")", ")", ")", "$a", "$b", "$c", "$errno", "$", "u8", "u16", "u32", "u64", "s8", "f32", "char", "char8", "usize",
        "bool",
        "string", "typename", "module", "use", "hidden", "enum", "flags", "flag", "int", "const", "struct", "record", "field", "tuple",
        "variant",
        "case", "union", "empty", "expected", "error", "list", "array", "handle", "(@witx pointer", "(@witx const_pointer", "(@witx usize)",
        "(@witx char8)", "(@witx tag", "(@witx repr", "(@witx bitflags", "(@witx const", "(@witx noreturn)", "(@interface func",
        "(export \"f\")",
        "param", "result", "(import \"memory\" (memory))", "\"x\"", "0", "1", "0x10", "99999999999999999999", "-1", ";; c\n", ";;; d\n",
        "(; b ;)",
        "(;", ";)", ";", "\"", "\\", "{", "}", "@", "(@other", "resource", "option", "from", "\n(typename", "\n(module", "\0", "é",
        "\ud83d",
    ];

    private static readonly string[] s_files = Directory.Exists(CorpusFolder.Interfaces)
        ? [.. CorpusFolder.ReadAll().Select(static file => file.Text).Where(static text => text.Length < 4000)]
        : [.. Directory.EnumerateFiles(RepositoryFolder.GetPath("witx"), "*.witx", SearchOption.AllDirectories)
            .Select(File.ReadAllText).Where(static text => text.Length < 4000)];

    private static readonly Gen<string> s_word = Gen.OneOfConst(s_words);

    [Fact]
    public void Parse_RandomCharacters_NeverThrows() =>
        Gen.Char['\0', '\u00FF'].Array[0, 300].Sample(static characters => { InvariantChecker.Run(new string(characters)); });

    [Fact]
    public void Parse_RandomUtf16_NeverThrows() =>
        Gen.Char.Array[0, 200].Sample(static characters => { InvariantChecker.Run(new string(characters)); });

    [Fact]
    public void Parse_RandomWords_NeverThrows() =>
        s_word.Array[0, 200].Sample(static words => { InvariantChecker.Run(string.Join(' ', words)); }, iter: 2000);

    [Fact]
    public void Parse_MutatedFiles_NeverThrows() =>
        Gen.Select(Gen.Int[0, s_files.Length - 1], Gen.Select(Gen.Int[0, 3], Gen.Double.Unit, Gen.Double.Unit, s_word).Array[1, 8])
            .Sample(static (file, changes) => { InvariantChecker.Run(changes.Aggregate(s_files[file], Change)); }, iter: 2000);

    private static string Change(string text, (int Kind, double At, double Length, string Word) change)
    {
        int start = (int)(change.At * text.Length);
        int length = Math.Min((int)(change.Length * change.Length * 60), text.Length - start);
        return change.Kind switch
        {
            0 => text.Remove(start, length),
            1 => text.Insert(start, change.Word),
            2 => text.Insert(start, text.Substring(start, length)),
            _ => text[..start] + change.Word + text[(start + length)..],
        };
    }
}
