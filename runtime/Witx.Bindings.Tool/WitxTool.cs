using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>The <c>witx</c> command.</summary>
internal static class WitxTool
{
    private static readonly ParserConfiguration s_parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="terminal">Where it writes to.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, ToolContext terminal) =>
        Run(arguments, terminal, options => GuestRun.Start(options, terminal));

    internal static int Run(IReadOnlyList<string> arguments, ToolContext terminal, Func<RunOptions, int> start)
    {
        RunCommand run = new(start);
        Command witx = new("witx", "Runs WebAssembly programs under WASI; checks, documents and compares witx interfaces.")
        {
            new HelpOption(),
            new VersionOption(),
            run,
            new CheckCommand(terminal),
            new DocsCommand(terminal),
            new DiffCommand(terminal),
        };
        try
        {
            ParseResult parsed = witx.Parse(run.InsertArgumentTerminator(arguments), s_parser);
            return parsed.Errors.Count is 0
                ? parsed.Invoke(new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                })
                : throw new UsageException(Explain(parsed));
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine($"witx: {e.Message}");
            return ExitCode.Usage;
        }
    }

    private static string Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = command.Parents.Any() ? $"witx {command.Name} --help" : "witx --help";
        string error = parsed.UnmatchedTokens is [{ } unknown, ..]
            ? $"'{unknown}' is no command, option or argument that can stand here."
            : parsed.Errors[0].Message;
        return $"{error} See '{help}'.";
    }
}
