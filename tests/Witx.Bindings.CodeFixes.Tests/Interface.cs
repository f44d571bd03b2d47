namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>The interface of these tests.</summary>
internal static class Interface
{
    public const string Witx = """
        (typename $errno (enum (@witx tag u16) $success $inval $nosys))
        (typename $size u32)
        (typename $pair (record (field $left u32) (field $right u32)))
        (module $kv
          (@interface func (export "get") (param $key string) (param $value (list u8)) (result $error (expected $size (error $errno))))
          (@interface func (export "put") (param $event $pair) (result $error (expected (error $errno))))
          (@interface func (export "now") (result $time u64))
          (@interface func (export "abort") (param $code u32) (@witx noreturn))
        )
        """;
}
