namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>A random interface in pre-2021 syntax.</summary>
internal sealed class Pre2021Interface(int seed) : RandomInterface(seed)
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
        "char8",
        "(@witx usize)",
    ];
    private static readonly string[] s_reprs = ["u8", "u16", "u32", "u64"];

    protected override string Errno => "(enum u16 $success $fault)\n(typename $three (enum u8 $a $b $c))";

    protected override string Definition() => Random.Next(9) switch
    {
        0 => $"(enum {Pick(s_reprs)} {Members(Random.Next(1, 6))})",
        1 => $"(flags {Pick(s_reprs)} {Members(Random.Next(0, 9))})",
        2 => "(handle)",
        3 => $"(int {Pick(s_reprs)} (const $zero 0) (const $one 1))",
        4 or 5 => $"(struct {Each(Random.Next(1, 6), i => $"(field $f{i} {Type()})")})",
        6 => $"(union $three (field $c {Type()}) (empty $a) (field $b {Type()}))",
        7 => $"(union {Each(Random.Next(1, 5), i => $"(field $f{i} {Type()})")})",
        _ => Type(),
    };

    protected override string Functions(string type) => $"""
          (@interface func (export "echo_{type}") (param $x (@witx const_pointer ${type})) (param $to (@witx pointer ${type})))
          (@interface func (export "copy_{type}") (param $x (array ${type})) (param $to (@witx pointer ${type})))
          (@interface func (export "each_{type}") (param $x (array (array ${type}))) (param $to (array (array ${type}))))
          (@interface func (export "give_{type}") (param $x ${type}) (result $error $errno) (result $y ${type}) (result $z ${type}))
        """;

    /// <summary>Creates a type that may be anonymous.</summary>
    private string Type(int depth = 0) => Random.Next(depth > 2 ? 6 : 9) switch
    {
        < 3 => Pick(s_numbers),
        < 6 when Names.Count > 0 => "$" + Pick(Names),
        6 => $"(array {Type(depth + 1)})",
        7 => $"(@witx pointer {Type(depth + 1)})",
        _ => "string",
    };
}
