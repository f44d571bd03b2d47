using System.Collections.Generic;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary><c>witx diff OLD NEW</c>: says what a guest of one interface does not find in another.</summary>
internal static class DiffCommand
{
    /// <param name="Old">The interface that guests were built for.</param>
    /// <param name="New">The interface that a host offers.</param>
    internal sealed record Options(string Old, string New);

    public static Command Create(Terminal terminal)
    {
        Argument<string> old = new("OLD") { Description = "The interface that guests were built for." };
        Argument<string> current = new("NEW") { Description = "The interface that a host offers." };
        Command command = new("diff", "Compares two witx files: '-' gone, '!' changed, '~' extended, '+' added. Fails on '-' and '!'.")
        {
            old, current,
        };
        command.SetAction(parsed => Run(new Options(parsed.GetRequiredValue(old), parsed.GetRequiredValue(current)), terminal));
        return command;
    }

    internal static int Run(Options options, Terminal terminal)
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
