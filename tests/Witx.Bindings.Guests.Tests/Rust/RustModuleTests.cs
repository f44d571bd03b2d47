using System.Text;
using Witx.Bindings.Language;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests.Rust;

/// <summary>Modules in Rust: all public interfaces compile without a warning, and names and texts of an interface do no harm.</summary>
public sealed class RustModuleTests
{
    [Fact]
    public void CorpusFile_Compiled_GivesNoWarning()
    {
        ExternalProgram.Rustc.SkipIfMissing();
        using ScratchDirectory scratch = new();
        StringBuilder crate = new("#![no_std]\n");
        int count = 0;
        foreach ((string name, WitxDocument document) in TestDocument.LoadCorpus())
        {
            scratch.Write($"m_{name}.rs", GuestBindings.Write(document, GuestLanguage.Rust, new("x")));
            crate.Append($"#[allow(non_snake_case)]\nmod m_{name};\n");
            count++;
        }

        Assert.Equal((0, ""), Compile(scratch, crate.ToString()));
        Assert.True(count > 100);
    }

    [Fact]
    public void Module_WithAnotherLayout_DoesNotCompile()
    {
        ExternalProgram.Rustc.SkipIfMissing();
        string module = GuestBindings.Write(TestDocument.Load("witx", "wasi_snapshot_preview1.witx"), GuestLanguage.Rust, new("x"));
        Assert.Contains("pub nlink: Linkcount,", module);
        using ScratchDirectory scratch = new();
        scratch.Write("m.rs", module.Replace("pub nlink: Linkcount,", "pub nlink: Linkcount, pub more: u8,"));

        (int exitCode, string errors) = Compile(scratch, "#![no_std]\nmod m;\n");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("size_of::<Filestat>() == 64", errors);
    }

    [Fact]
    public void NamesAndDocs_OfAHostileInterface_Compile()
    {
        string module = GuestBindings.Write(
            TestDocument.Resolve("""
                ;;; Ends */ here, and {braces} "quotes" \ too.
                (typename $self (record (field $type u8) (field $fn u8) (field $a-b u8) (field $a_b u8)))
                (typename $option (enum (@witx tag u8) $self $2big))
                (typename $result (flags (@witx repr u8) $_ $a))
                (typename $bytes (list u8))
                (module $m
                  (import "memory" (memory))
                  (@interface func (export "match") (param $code u32) (param $in (list (@witx pointer u8)))
                    (result $error (expected (tuple $bytes $self) (error $option))))
                  (@interface func (export "quote\22\5c\u{202e}") (param $p bool) (result $r u8)))
                """),
            GuestLanguage.Rust,
            new("m"));
        Assert.Contains("pub unsafe fn match_(code_: u32, in_: &[*mut u8]) -> Result<(Bytes, Self_), Option_> {", module);
        Assert.Contains("""#[link_name = "quote\"\\\u{202e}"]""", module);
        ExternalProgram.Rustc.SkipIfMissing();
        using ScratchDirectory scratch = new();
        scratch.Write("m.rs", module);
        Assert.Equal((0, ""), Compile(scratch, "#![no_std]\npub mod m;\n"));
    }

    [Fact]
    public void Function_WithoutPointersInItsParameters_IsSafe()
    {
        string module = GuestBindings.Write(TestDocument.Load("witx", "wasi_snapshot_preview1.witx"), GuestLanguage.Rust, new("x"));
        Assert.Contains("pub fn fd_close(fd: Fd) -> Result<(), Errno> {", module);
        Assert.Contains("pub unsafe fn fd_write(fd: Fd, iovs: &[Ciovec]) -> Result<Size, Errno> {", module);
        Assert.Contains("pub fn proc_exit(rval: Exitcode) -> ! {", module);
    }

    private static (int ExitCode, string Errors) Compile(ScratchDirectory scratch, string crate) =>
        ExternalProgram.Rustc.Run(
            scratch.Path,
            "--edition=2021",
            "--target=wasm32-unknown-unknown",
            "--crate-type=lib",
            "--crate-name=guest",
            "--emit=metadata",
            "-Dwarnings",
            scratch.Write("lib.rs", crate));
}
