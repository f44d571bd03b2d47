using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Makes up an interface: types of every form, built of one another, and for each the functions that hand its values back.</summary>
internal sealed class RandomInterface(int seed)
{
    private static readonly string[] s_numbers = ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "bool", "(@witx char8)", "(@witx usize)"];
    private static readonly string[] s_reprs = ["u8", "u16", "u32", "u64"];

    private readonly Random _random = new(seed);
    private readonly List<string> _names = [];
    private readonly StringBuilder _text = new("(typename $errno (enum (@witx tag u16) $success $fault))\n");

    public static string Make(int seed, int types)
    {
        RandomInterface made = new(seed);
        for (int i = 0; i < types; i++)
        {
            made.Typename($"t{i}");
        }

        return made.Module();
    }

    private void Typename(string name)
    {
        string type = _random.Next(8) switch
        {
            0 => $"(enum (@witx tag {Pick(s_reprs)}) {Members(_random.Next(1, 6))})",
            1 => $"(flags (@witx repr {Pick(s_reprs)}) {Members(_random.Next(0, 9))})",
            2 => "(handle)",
            3 or 4 => $"(record {string.Join(" ", Enumerable.Range(0, _random.Next(1, 6)).Select(i => $"(field $f{i} {Type()})"))})",
            5 or 6 => $"(variant (@witx tag {Pick(s_reprs)}) {string.Join(" ", Enumerable.Range(0, _random.Next(1, 5)).Select(i => $"(case $c{i}{(_random.Next(3) == 0 ? "" : " " + Type())})"))})",
            _ => Type(),
        };
        _text.AppendLine($"(typename ${name} {type})");
        _names.Add(name);
    }

    /// <summary>A type where one may stand without a name.</summary>
    private string Type(int depth = 0) => _random.Next(depth > 2 ? 6 : 11) switch
    {
        < 3 => Pick(s_numbers),
        < 6 when _names.Count > 0 => "$" + Pick(_names),
        6 => $"(tuple {string.Join(" ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Type(depth + 1)))})",
        7 => $"(variant (case $left {Type(depth + 1)}) (case $right) (case $middle {Type(depth + 1)}))",
        8 => $"(expected {Type(depth + 1)} (error $errno))",
        9 => $"(list {Type(depth + 1)})",
        10 => $"(@witx pointer {Type(depth + 1)})",
        _ => "string",
    };

    private string Module()
    {
        _text.AppendLine("(module $random");
        foreach (string name in _names)
        {
            _text.AppendLine($"  (@interface func (export \"echo_{name}\") (param $x (@witx const_pointer ${name})) (param $to (@witx pointer ${name})))");
            _text.AppendLine($"  (@interface func (export \"copy_{name}\") (param $x (list ${name})) (param $to (@witx pointer ${name})))");
            _text.AppendLine($"  (@interface func (export \"take_{name}\") (param $x (tuple ${name} u8)) (param $to (@witx pointer ${name})))");
        }

        return _text.Append(')').ToString();
    }

    private string Members(int count) => string.Join(" ", Enumerable.Range(0, count).Select(static i => $"$m{i}"));

    private string Pick(IReadOnlyList<string> all) => all[_random.Next(all.Count)];
}
