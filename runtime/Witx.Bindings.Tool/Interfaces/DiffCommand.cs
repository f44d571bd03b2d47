using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>What <c>witx diff</c> is asked to do.</summary>
/// <param name="Old">The interface that guests were built for.</param>
/// <param name="New">The interface that a host offers.</param>
internal sealed record DiffOptions(string Old, string New);

/// <summary><c>witx diff OLD NEW</c>: says what a guest of one interface does not find in another.</summary>
internal sealed class DiffCommand : Command
{
    private readonly Argument<string> _old = new("OLD") { Description = "The interface that guests were built for." };
    private readonly Argument<string> _new = new("NEW") { Description = "The interface that a host offers." };

    public DiffCommand(ToolContext terminal)
        : base("diff", "Compares two witx files: '-' gone, '!' changed, '~' extended, '+' added. Fails on '-' and '!'.")
    {
        Add(_old);
        Add(_new);
        SetAction(parsed => Run(new DiffOptions(parsed.GetRequiredValue(_old), parsed.GetRequiredValue(_new)), terminal));
    }

    private static int Run(DiffOptions options, ToolContext terminal)
    {
        if (InterfaceFile.LoadSound(options.Old, terminal) is not { } old || InterfaceFile.LoadSound(options.New, terminal) is not { } current)
        {
            return ExitCode.Failure;
        }

        List<Difference> differences = [.. InterfaceDifferences.Between(old, current)];
        foreach (Difference difference in differences)
        {
            terminal.Out.WriteLine(difference);
        }

        return differences.Any(static difference => difference.Kind is DifferenceKind.Gone or DifferenceKind.Changed)
            ? ExitCode.Failure
            : ExitCode.Success;
    }
}
