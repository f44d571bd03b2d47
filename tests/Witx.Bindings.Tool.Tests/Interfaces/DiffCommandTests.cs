using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class DiffCommandTests : IDisposable
{
    private const string Old = """
        (typename $errno (enum (@witx tag u16) $ok $io))
        (typename $whence (enum (@witx tag u8) $cur $end))
        (typename $gone u8)
        (typename $key u16)
        (module $old
          (@interface func (export "same") (param $n u32))
          (@interface func (export "drop"))
          (@interface func (export "seek") (param $by s64) (param $whence $whence))
          (@interface func (export "size") (param $n u32))
          (@interface func (export "get") (result $error (expected (error $errno)))))
        """;

    private const string New = """
        (typename $errno (enum (@witx tag u16) $ok $io $nospc))
        (typename $whence (enum (@witx tag u8) $end $cur))
        (typename $key u32)
        (typename $fresh u8)
        (module $new
          (@interface func (export "same") (param $n u32))
          (@interface func (export "seek") (param $by s64) (param $whence $whence))
          (@interface func (export "size") (param $n u64))
          (@interface func (export "get") (result $error (expected (error $errno))))
          (@interface func (export "put")))
        """;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Diff_ChangedInterface_ListsFunctionsThenTypes()
    {
        ToolRun run = ToolRun.Run("diff", _scratch.Write("old.witx", Old), _scratch.Write("new.witx", New));
        string[] expected =
        [
            "- function drop",
            "! function seek: parameter 'whence' has an incompatible type",
            "! function size: (i32) -> () changed to (i64) -> ()",
            "! function get: result 'error' has an incompatible type",
            "+ function put",
            "~ type errno",
            "! type whence",
            "- type gone",
            "~ type key: size changed from 2 to 4 bytes",
            "+ type fresh",
        ];
        Assert.Equal((1, string.Join('\n', expected) + "\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public void Diff_SameFile_PrintsNothing()
    {
        string file = _scratch.Write("old.witx", Old);
        Assert.Equal(new ToolRun(0, "", ""), ToolRun.Run("diff", file, file));
    }

    [Fact]
    public void Diff_OnlyAdditions_Returns0()
    {
        string old = _scratch.Write("old.witx", "(typename $a u8)");
        string current = _scratch.Write("new.witx", "(typename $a u8) (typename $b u8) (module $m)");
        Assert.Equal(new ToolRun(0, "+ module m\n+ type b\n", ""), ToolRun.Run("diff", old, current));
    }
}
