using System;
using System.CommandLine;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary><c>witx complete --position N LINE</c>: prints the words that can follow in a command line. Shells call it.</summary>
internal sealed class CompleteCommand : Command
{
    private readonly Argument<string> _line = new("LINE") { Description = "The command line, from 'witx' on." };

    private readonly Option<int?> _position = new("--position")
    {
        HelpName = "N",
        Description = "The position of the cursor in LINE (default: its end).",
    };

    /// <param name="witx">The command whose words are completed.</param>
    /// <param name="context">The streams to use.</param>
    public CompleteCommand(Command witx, ToolContext context)
        : base("complete", "Prints the words that can follow in a command line.")
    {
        Hidden = true;
        Add(_line);
        Add(_position);
        SetAction(parsed =>
        {
            string line = parsed.GetRequiredValue(_line);
            int position = Math.Clamp(parsed.GetValue(_position) ?? line.Length, 0, line.Length);
            foreach (string word in witx.Parse(line[..position]).GetCompletions(position).Select(static item => item.Label).Distinct())
            {
                context.Out.WriteLine(word);
            }
        });
    }
}
