using System.Linq;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>The generated code for each form of the language.</summary>
public sealed class SnapshotTests
{
    private const string Errno = "(typename $errno (enum (@witx tag u16) $success $inval $ilseq $nosys))\n";

    [Fact]
    public void Enum() => Match(
        """
        ;;; A color.
        (typename $color
          (enum (@witx tag u8)
            ;;; Like `fire`.
            $red
            ;;; Like grass.
            $green))
        (module $test
          ;;; Paints.
          (@interface func (export "paint")
            ;;; With what.
            (param $color $color)
            (param $others (list $color))))
        """);

    [Fact]
    public void Flags() => Match(
        """
        (typename $rights (flags (@witx repr u64) $read $write))
        (typename $byte (flags (@witx repr u8) $a $b $c $d $e $f $g $h))
        (module $test
          (@interface func (export "allow") (param $rights $rights) (param $byte $byte) (param $place (@witx pointer $rights)) (result $r $rights)))
        """);

    [Fact]
    public void Handle() => Match(
        Errno + """
        ;;; A descriptor.
        (typename $fd (handle))
        (module $test
          (@interface func (export "dup") (param $fd $fd) (result $error (expected $fd (error $errno)))))
        """);

    [Fact]
    public void Numbers() => Match(
        """
        (module $test
          (@interface func (export "narrow") (param $a u8) (param $b s8) (param $c u16) (param $d s16) (param $e char) (param $f bool) (result $r s32))
          (@interface func (export "wide") (param $a u32) (param $b s32) (param $c u64) (param $d s64) (param $e f32) (param $f f64) (result $r u64)))
        """);

    [Fact]
    public void Constants() => Match(
        """
        ;;; A position.
        (typename $cookie u64)
        ;;; Where everything starts.
        (@witx const $cookie $start 0)
        (@witx const $cookie $end 0xffff)
        (module $test (@interface func (export "seek") (param $cookie $cookie)))
        """);

    [Fact]
    public void Record() => Match(
        Errno + """
        (typename $size u32)
        ;;; A part of memory.
        (typename $iovec (record
          ;;; Where.
          (field $buf (@witx pointer u8))
          ;;; How long.
          (field $buf_len $size)))
        (typename $stat (record (field $kind $errno) (field $size u64) (field $inner $iovec) (field $last u8) (field $more u64)))
        (module $test
          (@interface func (export "read") (param $stat $stat) (param $iovs (list $iovec)) (result $error (expected $stat (error $errno)))))
        """);

    [Fact]
    public void Variant() => Match(
        Errno + """
        (typename $what (enum (@witx tag u8) $clock $file $nothing))
        (typename $event (variant (@witx tag $what)
          ;;; A time.
          (case $clock u64)
          (case $file u32)
          (case $nothing)))
        (typename $own (variant (@witx tag u8) (case $left u8) (case $right (expected u32 (error $errno)))))
        (module $test
          (@interface func (export "wait") (param $event $event) (result $error (expected $own (error $errno)))))
        """);

    [Fact]
    public void UntaggedUnion() => Match(
        """
        (typename $errno (enum u8 $success $inval))
        (typename $bits (union (field $number u32) (field $real f32)))
        (module $test (@interface func (export "turn") (param $bits $bits) (result $error $errno) (result $out $bits)))
        """);

    [Fact]
    public void Tuple() => Match(
        Errno + """
        (typename $size u32)
        (typename $pair (tuple $size u8))
        (module $test
          (@interface func (export "count") (result $error (expected (tuple $size $errno) (error $errno))))
          (@interface func (export "take") (param $pair $pair) (param $other (tuple u8 u64))))
        """);

    [Fact]
    public void References() => Match(
        Errno + """
        (typename $name string)
        (module $test
          (@interface func (export "open")
            (param $path string) (param $list (list u16)) (param $place (@witx pointer u32)) (param $deep (@witx pointer (@witx pointer u8)))
            (param $texts (list string))
            (result $error (expected $name (error $errno)))))
        """);

    [Fact]
    public void Results() => Match(
        Errno + """
        (typename $size u32)
        (module $test
          (@interface func (export "none"))
          (@interface func (export "never") (param $code u32) (@witx noreturn))
          (@interface func (export "direct") (result $r f64))
          (@interface func (export "error") (result $error (expected (error $errno))))
          (@interface func (export "value") (result $error (expected $size (error $errno))))
          (@interface func (export "unexplained") (result $error (expected $size (error))))
          (@interface func (export "bare") (result $error (expected (error)))))
        """);

    [Fact]
    public void Faults() => Match(
        Errno + """
        (module $test
          (@interface func (export "all") (param $x u8) (param $text string) (param $list (list $errno)) (result $error (expected (error $errno))))
          (@interface func (export "absent") (result $error (expected (error $errno))))
          (@interface func (export "unanswerable")))
        """,
        ", Missing = MissingFunction.Return, MissingError = \"nosys\"",
        """
        [WitxFaults(OutOfBounds = "inval", UnknownValue = "inval", InvalidUtf8 = "ilseq")]
        internal sealed partial class Host
        {
            public partial Errno All(byte x, GuestString text, GuestList<Errno> list) => Errno.Success;
        }
        """);

    [Fact]
    public void Hooks() => Match(
        Errno + """
        (typename $size u32)
        (module $test (@interface func (export "f") (param $x u32) (result $error (expected $size (error $errno)))))
        """,
        "",
        """
        internal sealed partial class Host
        {
            partial void OnCall(string function) { }
            partial void OnReturn(string function, long result) { }
            partial void OnException(System.Exception exception, ref Errno answer, ref bool handled) { }
        }
        """);

    [Fact]
    public void Reentry() => Match(
        Errno + """
        (typename $size u32)
        (module $test
          (@interface func (export "call") (param $name string) (param $list (list u32)) (param $place (@witx pointer u32)) (result $error (expected $size (error $errno)))))
        """,
        ", ReentrantFunctions = [\"call\"]");

    [Fact]
    public void Wide() => Match(
        Errno + """
        (typename $iovec (record (field $buf (@witx pointer u8)) (field $len (@witx usize))))
        (module $test (@interface func (export "f") (param $iovs (list $iovec)) (result $error (expected $iovec (error $errno)))))
        """,
        ", PointerWidth = 64, GenerateDescription = true");

    [Fact]
    public void Preview1() => Snapshot.Match("Preview1", Compiled.Run(Project.Create(
        """
        using Witx.Bindings;
        namespace Test;
        [WitxModule("wasi_snapshot_preview1.witx")]
        [WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
        internal sealed partial class Host;
        """,
        [.. Project.RepositoryFiles()])).Source());

    [Fact]
    public void SharedTypes()
    {
        Compiled compiled = Compiled.Run(Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            /// <summary>Types.</summary>
            [WitxTypes("types.witx")]
            public static partial class Abi;
            [WitxModule("test.witx", Types = typeof(Abi))]
            internal sealed partial class Host;
            """,
            ("/project/types.witx", Errno + "(typename $fd (handle))\n"),
            ("/project/test.witx", """
                (use "types.witx")
                (typename $own u8)
                (typename $mine (record (field $fd $fd)))
                (module $test (@interface func (export "f") (param $fd $fd) (param $mine $mine) (result $error (expected $fd (error $errno)))))
                """)));
        Assert.Equal("", compiled.Warnings);
        Snapshot.Match("SharedTypes", string.Join("\n", compiled.Result.GeneratedSources.Select(static source => source.SourceText)));
    }

    private static void Match(
        string witx, string arguments = "", string code = "", [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        string host = code.Length == 0 ? "internal sealed partial class Host;" : code;
        Compiled compiled = Compiled.Run(Project.Create(
            $"using Witx.Bindings;\nnamespace Test;\n[WitxModule(\"test.witx\"{arguments})]\n{host}",
            ("/project/test.witx", witx.Replace("\r", ""))));
        Assert.Equal("", compiled.Warnings);
        Snapshot.Match(name, compiled.Source());
    }
}
