using System.Formats.Tar;
using System.Threading.Tasks;
using Xunit;

namespace RealPrograms;

/// <summary>Published WASI builds of Clang and wasm-ld compile and link a program, which then runs.</summary>
public sealed class ClangTests
{
    [Theory]
    [InlineData("clang", "hello.c", """
        #include <stdio.h>
        int main(int argc, char **argv) { printf("hello, %s\n", argv[argc - 1]); return argc; }
        """, "-lc /usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a")]
    [InlineData("clang++", "hello.cpp", """
        #include <iostream>
        #include <string>
        #include <vector>
        int main(int argc, char **argv) { std::vector<std::string> v(argv, argv + argc); std::cout << "hello, " << v.back() << "\n"; return argc; }
        """, "-lc++ -lc++abi -lc /usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a")]
    public async Task ClangAndWasmLd_CompileAndLinkAProgram_ProgramRuns(string compiler, string source, string text, string libraries)
    {
        using ScratchDirectory folder = new();
        using ScratchDirectory usr = new();
        TarFile.ExtractToDirectory(Witx.Guest("llvm-resources.tar"), usr.Path, overwriteFiles: true);
        folder.Write(source, text);
        string[] mounts = ["--dir", $"{usr.Path}::/usr", "--dir", $"{folder.Path}::/src", Witx.Guest("llvm.core.wasm")];

        (await Witx.RunAsync([.. mounts, compiler, "-c", "-O1", "-fno-exceptions", $"/src/{source}", "-o", "/src/hello.o"]))
            .AssertSucceeded();
        const string Library = "/usr/lib/wasm32-wasip1";
        (await Witx.RunAsync(
            [
                .. mounts,
                "wasm-ld",
                $"-L{Library}",
                $"{Library}/crt1-command.o",
                "/src/hello.o",
                .. libraries.Split(' '),
                "-o",
                "/src/hello.wasm",
            ]))
            .AssertSucceeded();
        Run run = await Witx.RunAsync(folder["hello.wasm"], "world");

        Assert.Equal("hello, world\n", run.Output);
        Assert.Equal(2, run.ExitCode);
    }
}
