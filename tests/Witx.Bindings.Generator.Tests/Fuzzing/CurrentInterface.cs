namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>A random interface in current syntax.</summary>
internal sealed class CurrentInterface(int seed) : RandomInterface(seed)
{
    private static readonly string[] s_numbers =
    [
        "u8",
        "u16",
        "u32",
        "u64",
        "s8",
        "s16",
        "s32",
        "s64",
        "f32",
        "f64",
        "char",
        "bool",
        "(@witx char8)",
        "(@witx usize)",
    ];
    private static readonly string[] s_reprs = ["u8", "u16", "u32", "u64"];

    protected override string Errno => "(enum (@witx tag u16) $success $fault)";

    protected override string Definition() => Random.Next(9) switch
    {
        0 => $"(enum (@witx tag {Pick(s_reprs)}) {Members(Random.Next(1, 6))})",
        1 => $"(flags (@witx repr {Pick(s_reprs)}) {Members(Random.Next(0, 9))})",
        2 => "(handle)",
        3 or 4 => $"(record {Each(Random.Next(1, 6), i => $"(field $f{i} {Type()})")})",
        5 or 6 => $"(variant (@witx tag {Pick(s_reprs)}) "
            + $"{Each(Random.Next(1, 5), i => $"(case $c{i}{(Random.Next(3) == 0 ? "" : " " + Type())})")})",
        7 => $"(union {Each(Random.Next(1, 5), _ => Type())})",
        _ => Type(),
    };

    protected override string Functions(string type) => $"""
          (@interface func (export "echo_{type}") (param $x (@witx const_pointer ${type})) (param $to (@witx pointer ${type})))
          (@interface func (export "take_{type}") (param $x (tuple ${type} u8)) (param $to (@witx pointer ${type})))
          (@interface func (export "copy_{type}") (param $x (list ${type})) (param $to (@witx pointer ${type})))
          (@interface func (export "each_{type}") (param $x (list (list ${type}))) (param $to (list (list ${type}))))
          (@interface func (export "give_{type}") (param $x ${type}) (result $r (expected (tuple ${type} ${type}) (error $errno))))
        """;

    /// <summary>Creates a type that may be anonymous.</summary>
    private string Type(int depth = 0) => Random.Next(depth > 2 ? 6 : 11) switch
    {
        < 3 => Pick(s_numbers),
        < 6 when Names.Count > 0 => "$" + Pick(Names),
        6 => $"(tuple {Each(Random.Next(1, 4), _ => Type(depth + 1))})",
        7 => $"(variant (case $left {Type(depth + 1)}) (case $right) (case $middle {Type(depth + 1)}))",
        8 => $"(expected {Type(depth + 1)} (error $errno))",
        9 => $"(list {Type(depth + 1)})",
        10 => $"(@witx pointer {Type(depth + 1)})",
        _ => "string",
    };
}
