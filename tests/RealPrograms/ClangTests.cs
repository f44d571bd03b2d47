using System.Formats.Tar;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RealPrograms;

/// <summary>Clang and wasm-ld as they are published for WASI, each in a run of its own; then what they made.</summary>
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
    public async Task Clang_CompilesAndLinksWhatThenRuns(string compiler, string source, string text, string libraries)
    {
        using WorkFolder folder = new();
        using WorkFolder usr = new();
        TarFile.ExtractToDirectory(Witx.Guest("llvm-resources.tar"), usr.Path, overwriteFiles: true);
        folder.Write(source, text);
        string[] mounts = ["--dir", $"{usr.Path}::/usr", "--dir", $"{folder.Path}::/src", Witx.Guest("llvm.core.wasm")];

        (await Witx.RunAsync([.. mounts, compiler, "-c", "-O1", "-fno-exceptions", $"/src/{source}", "-o", "/src/hello.o"])).Succeeded();
        const string Library = "/usr/lib/wasm32-wasip1";
        (await Witx.RunAsync(
            [.. mounts, "wasm-ld", $"-L{Library}", $"{Library}/crt1-command.o", "/src/hello.o", .. libraries.Split(' '), "-o", "/src/hello.wasm"]))
            .Succeeded();
        Run run = await Witx.RunAsync(Path.Combine(folder.Path, "hello.wasm"), "world");

        Assert.Equal("hello, world\n", run.Output);
        Assert.Equal(2, run.ExitCode);
    }
}
