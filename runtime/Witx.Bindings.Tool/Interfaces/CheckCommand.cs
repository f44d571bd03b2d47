using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary><c>witx check FILE…</c>: says what is wrong with interfaces.</summary>
internal static class CheckCommand
{
    /// <param name="Files">The files, each a root of its own.</param>
    internal sealed record Options(IReadOnlyList<string> Files);

    public static Command Create(Terminal terminal)
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "A witx file. What it uses is read from disk.",
            Arity = ArgumentArity.OneOrMore,
        };
        Command command = new("check", "Checks witx files and prints their errors as compilers do.") { files };
        command.SetAction(parsed => Run(new Options(parsed.GetRequiredValue(files)), terminal));
        return command;
    }

    internal static int Run(Options options, Terminal terminal) =>
        InterfaceFile.Report(options.Files.Select(InterfaceFile.Load).SelectMany(InterfaceFile.Errors).Distinct(), terminal)
            ? ExitCode.Failure
            : ExitCode.Success;
}
