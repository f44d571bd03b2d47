using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>What <c>witx check</c> is asked to do.</summary>
/// <param name="Files">The files, each a root of its own.</param>
internal sealed record CheckOptions(IReadOnlyList<string> Files);

/// <summary><c>witx check FILE…</c>: says what is wrong with interfaces.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A witx file. What it uses is read from disk.",
        Arity = ArgumentArity.OneOrMore,
    };

    public CheckCommand(ToolContext terminal)
        : base("check", "Checks witx files and prints their errors as compilers do.")
    {
        Add(_files);
        SetAction(parsed => Run(new CheckOptions(parsed.GetRequiredValue(_files)), terminal));
    }

    private static int Run(CheckOptions options, ToolContext terminal) =>
        InterfaceFile.Report(options.Files.Select(InterfaceFile.Load).SelectMany(InterfaceFile.Errors).Distinct(), terminal)
            ? ExitCode.Failure
            : ExitCode.Success;
}
