using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>The options of <c>witx check</c>.</summary>
/// <param name="Files">The witx files to check, each on its own.</param>
internal sealed record CheckOptions(IReadOnlyList<string> Files);

/// <summary><c>witx check FILE…</c>: prints the errors of witx files.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A witx file. Files that it includes by '(use …)' are checked as well.",
        Arity = ArgumentArity.OneOrMore,
    };

    public CheckCommand(ToolContext context)
        : base("check", "Checks witx files and prints errors in the format of a compiler. Exit code 1 on errors.")
    {
        Add(_files);
        SetAction(parsed => Run(new CheckOptions(parsed.GetRequiredValue(_files)), context));
    }

    private static int Run(CheckOptions options, ToolContext context) =>
        InterfaceFile.Report(
            options.Files.Select(static file => InterfaceFile.Load(file)).SelectMany(InterfaceFile.Errors).Distinct(), context)
            ? ExitCode.Failure
            : ExitCode.Success;
}
