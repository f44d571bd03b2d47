using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>
/// Hostile files. They are so long that an algorithm slower than linear time would not finish.
/// </summary>
public sealed class HostileFileTests
{
    private const int Many = 30_000;
    private const int Deep = 100_000;

    private static readonly Dictionary<string, (Func<string> Text, string? OnlyError)> s_files = new()
    {
        ["open parentheses"] = (static () => new string('(', Deep), "WITX010"),
        ["balanced parentheses"] = (static () => new string('(', Deep) + new string(')', Deep), "WITX010"),
        ["lists without end"] = (static () => "(typename $a " + Repeat("(list ", Deep), "WITX010"),
        ["nested lists"] = (static () => "(typename $a " + Repeat("(list ", Deep) + "u8" + new string(')', Deep + 1), "WITX010"),
        ["lists deeper than types may be"] =
            (static () => "(typename $a " + Repeat("(list ", 110) + "u8" + new string(')', 111), "WITX122"),
        ["closing parentheses"] = (static () => new string(')', Many), null),
        ["nested annotations"] = (static () => Repeat("(@a "), "WITX008"),
        ["nested comments"] = (static () => Repeat("(;"), "WITX003"),
        ["annotations in a module"] = (static () => "(module $m (" + Repeat("(@a "), "WITX008"),
        ["half comments"] = (static () => Repeat(";\n"), null),
        ["string without end"] = (static () => "(use \"" + new string('x', 1_000_000), "WITX002"),
        ["strings without end"] = (static () => Repeat("\"\n"), null),
        ["NULs"] = (static () => new string('\0', 1_000_000), "WITX001"),
        ["lone surrogates"] = (static () => new string('\uD800', 1_000_000), "WITX001"),
        ["lone surrogate in a string"] = (static () => "(module $m (@interface func (export \"\uDC00\")))", "WITX005"),
        ["long name"] = (static () => $"(typename ${new string('x', 1_000_000)} u8)", null),
        ["long number"] = (static () => $"(typename $a u8)(@witx const $a $b {new string('9', 1_000_000)})", "WITX006"),
        ["long unknown word"] = (static () => $"({new string('x', 1_000_000)})", "WITX011"),
        ["dollars"] = (static () => Repeat("$ "), null),
        ["definitions"] = (static () => Numbered("(typename $t{0} u8)\n"), null),
        ["unknown names"] = (static () => Numbered("(typename $a_rather_long_type_name_{0} $a_rather_long_typo_name_{0})\n"), null),
        ["unclosed definitions"] = (static () => Numbered("(typename $t{0} (list u8\n"), null),
        ["unclosed modules"] = (static () => Numbered("(module $m{0}\n"), null),
        ["unknown annotations"] = (static () => Repeat("(@interfac x)"), null),
        ["enum members"] = (static () => "(typename $a (enum " + Numbered("$m{0} ") + "))", null),
        ["duplicate members"] = (static () => "(typename $a (enum " + Repeat("$m ") + "))", null),
        ["strays of a tag"] = (static () =>
            "(typename $t (enum " + Numbered("$a_member_with_a_long_name_{0} ") + ")) (typename $v (variant (@witx tag $t) "
            + Numbered("(case $a_stray_of_a_rather_long_name_{0})") + "))", null),
        ["functions"] = (static () => "(module $m " + Numbered("(@interface func (export \"f{0}\") (param $p u8))\n") + ")", null),
        ["parameters"] = (static () => "(module $m (@interface func (export \"f\") " + Numbered("(param $p{0} u8)") + "))", "WITX206"),
        ["uses"] = (static () => Numbered("(use \"x{0}.witx\")\n"), null),
        ["constants"] = (static () => Numbered("(@witx const $a $b{0} 1)\n") + "(typename $a u8)", null),
        ["chain of names"] = (static () => Chain(Many, "{0}"), "WITX122"),
        ["doubling types"] = (static () => Chain(60, "(tuple {0} {0})"), "WITX121"),
        ["doc comments"] = (static () => Repeat(";;; doc\n") + "(typename $a u8)", null),
        ["words alone"] = (static () => Repeat("word "), "WITX012"),
        ["braces"] = (static () => "interface " + Repeat("{ "), "WITX016"),
        ["missing fields"] = (static () => "(typename $a (record " + Repeat("x ") + "))", null),
    };

    public static TheoryData<string> Names => [.. s_files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_HostileFile_TakesLinearTime(string name)
    {
        (Func<string> text, string? onlyError) = s_files[name];
        WitxDocument document = InvariantChecker.Run(text());
        if (onlyError is not null)
        {
            Assert.Equal(onlyError, Assert.Single(document.AllErrors()).Id);
        }
    }

    private static string Repeat(string text, int count = Many) => string.Concat(Enumerable.Repeat(text, count));

    private static string Numbered(string format) =>
        string.Concat(Enumerable.Range(0, Many).Select(i => format.Replace("{0}", $"{i}", StringComparison.Ordinal)));

    /// <summary>Creates types that each contain the previous one.</summary>
    private static string Chain(int count, string type) =>
        "(typename $t0 u8)" + string.Concat(Enumerable.Range(1, count).Select(i =>
            $"(typename $t{i} {type.Replace("{0}", $"$t{i - 1}", StringComparison.Ordinal)})\n"));
}
