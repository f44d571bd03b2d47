using System.Collections.Generic;
using Witx.Bindings.Language.Text;
using Xunit;

namespace Witx.Bindings.Language.Tests;

public sealed class LexerTests
{
    [Theory]
    [InlineData("( )", "LeftParen:(", "RightParen:)")]
    [InlineData("(@witx const)", "Annotation:(@witx", "Keyword:const", "RightParen:)")]
    [InlineData("( @witx)", "LeftParen:(", "Reserved:@witx", "RightParen:)")]
    [InlineData(
        "$a $2big $0 $a-b $foo.bar $!#$%&'*+-./:<=>?@\\^_`|~", "Id:$a", "Id:$2big", "Id:$0", "Id:$a-b", "Id:$foo.bar",
        "Id:$!#$%&'*+-./:<=>?@\\^_`|~")]
    [InlineData("u8 in-buffer const_pointer", "Keyword:u8", "Keyword:in-buffer", "Keyword:const_pointer")]
    [InlineData("1 0x1_0 +1 -1 1.5", "Number:1", "Number:0x1_0", "Number:+1", "Number:-1", "Number:1.5")]
    [InlineData("Upper * - _x", "Reserved:Upper", "Reserved:*", "Reserved:-", "Reserved:_x")]
    [InlineData("\"a b\" \"\\\"\" \"\"", "String:\"a b\"", "String:\"\\\"\"", "String:\"\"")]
    [InlineData("a;;b\nc", "Keyword:a", "Keyword:c")]
    [InlineData("a(;b(;c;)d;)e", "Keyword:a", "Keyword:e")]
    [InlineData("\t\r\n\uFEFF", "Illegal:\uFEFF")]
    [InlineData("\uFEFFa", "Keyword:a")]
    [InlineData("a\"b\"$c(d)", "Keyword:a", "String:\"b\"", "Id:$c", "LeftParen:(", "Keyword:d", "RightParen:)")]
    public void Lexer_Text_ReturnsItsTokens(string text, params string[] tokens)
    {
        List<string> found = [];
        Lexer lexer = new(text, 0);
        while (lexer.Next(out TextSpan span, out _) is var kind && kind is not TokenKind.End)
        {
            found.Add($"{kind}:{text[span.Start..span.End]}");
        }

        Assert.Equal(tokens, found);
    }

    [Theory]
    [InlineData("0", 0UL)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xFFFF_ffff_FFFF_ffff", ulong.MaxValue)]
    [InlineData("0x1_0", 16UL)]
    [InlineData("+1", 1UL)]
    [InlineData("1_000", 1000UL)]
    public void NumberLiteral_Valid_IsRead(string text, ulong value)
    {
        Assert.True(NumberLiteral.TryRead(text, out ulong read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("0x")]
    [InlineData("0x_1")]
    [InlineData("0X1")]
    [InlineData("18446744073709551616")]
    [InlineData("0x1_0000_0000_0000_0000")]
    [InlineData("-1")]
    [InlineData("12a")]
    public void NumberLiteral_Invalid_IsRejected(string text) => Assert.False(NumberLiteral.TryRead(text, out _));

    [Theory]
    [InlineData("fd.read", "fd.read")]
    [InlineData("", "")]
    [InlineData("日本", "日本")]
    [InlineData("😀", "😀")]
    [InlineData("\\t\\n\\r\\\"\\'\\\\", "\t\n\r\"'\\")]
    [InlineData("\\e6\\97\\a5", "日")]
    [InlineData("\\u{65e5}\\u{1F600}", "日😀")]
    [InlineData("a\\41b", "aAb")]
    public void StringLiteral_Valid_IsRead(string body, string value) => Assert.Equal(value, StringLiteral.Read(body, out _));

    [Theory]
    [InlineData("\\")]
    [InlineData("\\4")]
    [InlineData("\\u")]
    [InlineData("\\u{}")]
    [InlineData("\\u{41")]
    [InlineData("\\u{ 41}")]
    [InlineData("\\u{110000}")]
    [InlineData("\\u{dfff}")]
    [InlineData("\\c3\\28")]
    [InlineData("\\c3")]
    [InlineData("a\u007F")]
    public void StringLiteral_Invalid_IsRejected(string body)
    {
        Assert.Null(StringLiteral.Read(body, out string fault));
        Assert.NotEqual("", fault);
    }

    [Fact]
    public void StringLiteral_UnpairedSurrogate_IsRejected()
    {
        Assert.Null(StringLiteral.Read("a" + '\uD83D', out _));
        Assert.Null(StringLiteral.Read("a" + '\uDE00' + "b", out _));
    }

    [Theory]
    [InlineData("a\nb\r\nc\rd", 0, 0, 0)]
    [InlineData("a\nb\r\nc\rd", 2, 1, 0)]
    [InlineData("a\nb\r\nc\rd", 5, 2, 0)]
    [InlineData("a\nb\r\nc\rd", 7, 3, 0)]
    [InlineData("a\nb\r\nc\rd", 8, 3, 1)]
    [InlineData("abc", 3, 0, 3)]
    public void LineMap_AnyLineBreak_EndsTheLine(string text, int position, int line, int column)
    {
        SourceLocation location = new LineMap(text).Locate("a", new TextSpan(position, position));
        Assert.Equal((line, column), (location.Line, location.Column));
    }
}
