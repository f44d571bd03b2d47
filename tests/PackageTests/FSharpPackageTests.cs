using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>The WASI host, used from F# and from its packages alone.</summary>
public sealed class FSharpPackageTests(PackageFeed feed)
{
    private const string Program = """
        open System
        open System.Threading
        open Witx.Bindings
        open Witx.Bindings.Wasi

        let number (value: int) = GuestValue.op_Implicit value

        [<EntryPoint>]
        let main args =
            use host = new WasiHost()
            use command = host.Load(args[0])
            let options = WasiOptions(Output = WasiOutput.ToText Console.Out)
            options.Limits.Timeout <- TimeSpan.FromMinutes 5.0
            let result = command.RunAsync(options).GetAwaiter().GetResult()
            printfn "exit code %d" result.ExitCode

            use library = host.Load(args[1])
            use instance = library.Instantiate(WasiOptions())
            let arguments = [| number 40; number 2 |]
            let sum = instance.Invoke("add", ReadOnlySpan arguments, CancellationToken.None)
            let twice =
                instance.Use(
                    sum.Int32,
                    WasiInstanceAction(fun sum (guest: byref<GuestCall>) ->
                        guest.Invoke("add", ReadOnlySpan [| number sum; number sum |]).Int32))

            try
                instance.Invoke("trap", ReadOnlySpan.Empty) |> ignore
            with :? WasiTrapException as trap ->
                printfn "%O: %d, %d" trap.Kind sum.Int32 twice

            0
        """;

    private const string Library = """
        (module
          (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func (export "trap") unreachable))
        """;

    [Fact]
    public async Task FSharpProgram_WithTheWasiPackage_RunsACommandAndALibrary()
    {
        Project project = feed.Create(
            "fsharp",
            ("fsharp.fsproj", ProjectFile.CreateFSharpProgram(["Program.fs"], "Witx.Bindings.Wasi")),
            ("Program.fs", Program),
            ("command.wat", WasiPackageTests.Guest),
            ("library.wat", Library));

        DotnetResult run = (await project.DotnetAsync("run", "--", "command.wat", "library.wat")).Succeeded();

        Assert.Equal("hello\nexit code 3\nUnreachable: 42, 84\n", run.Output.ReplaceLineEndings("\n"));
    }
}
