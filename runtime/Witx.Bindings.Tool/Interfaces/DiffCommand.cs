using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>The options of <c>witx diff</c>.</summary>
/// <param name="Old">The witx file that guests were compiled with.</param>
/// <param name="New">The witx file that the host implements.</param>
internal sealed record DiffOptions(string Old, string New);

/// <summary><c>witx diff OLD NEW</c>: lists the differences between two interfaces that matter to a guest of the old one.</summary>
internal sealed class DiffCommand : Command
{
    private readonly Argument<string> _old = new("OLD") { Description = "The witx file that guests were compiled with." };
    private readonly Argument<string> _new = new("NEW") { Description = "The witx file that the host implements." };

    public DiffCommand(ToolContext context)
        : base("diff", "Compares two witx files: '-' removed, '!' incompatible, '~' extended, '+' added. Exit code 1 on '-' and '!'.")
    {
        Add(_old);
        Add(_new);
        SetAction(parsed => Run(new DiffOptions(parsed.GetRequiredValue(_old), parsed.GetRequiredValue(_new)), context));
    }

    private static int Run(DiffOptions options, ToolContext context)
    {
        if (InterfaceFile.LoadOrReport([options.Old], context) is not { } old
            || InterfaceFile.LoadOrReport([options.New], context) is not { } current)
        {
            return ExitCode.Failure;
        }

        List<Difference> differences = [.. InterfaceDifferences.Between(old, current)];
        foreach (Difference difference in differences)
        {
            context.Out.WriteLine(difference);
        }

        return differences.Any(static difference => difference.Kind is DifferenceKind.Removed or DifferenceKind.Incompatible)
            ? ExitCode.Failure
            : ExitCode.Success;
    }
}
