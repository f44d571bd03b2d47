using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RealPrograms;

/// <summary>The published WASI build of CPython 3.12.</summary>
public sealed class PythonTests
{
    [Fact]
    public async Task Python_ScriptUsesFilesTimeAndArguments_PrintsAndExits()
    {
        using ScratchDirectory folder = new();
        folder.Write("input.txt", "one\ntwo\nthree\n");
        folder.Write("script.py", """
            import os, sys, time

            lines = open('/src/input.txt').read().split()
            with open('/src/output.txt', 'w') as output:
                output.write(' '.join(reversed(lines)))
            os.rename('/src/output.txt', '/src/renamed.txt')
            print(sorted(os.listdir('/src')))
            before = time.monotonic()
            time.sleep(0.05)
            print(time.monotonic() - before >= 0.05, os.environ['GREETING'], sys.argv[1:])
            print('to the other stream', file=sys.stderr)
            sys.exit(3)
            """);

        Run run = await Witx.RunAsync(
            "--dir", $"{folder.Path}::/src", "--env", "GREETING=hello", Witx.Guest("python.wasm"), "/src/script.py", "--flag", "value");

        Assert.Equal(3, run.ExitCode);
        Assert.Equal("['input.txt', 'renamed.txt', 'script.py']\nTrue hello ['--flag', 'value']\n", run.Output);
        Assert.Contains("to the other stream", run.Error);
        Assert.Equal("three two one", File.ReadAllText(folder["renamed.txt"]));
    }
}
