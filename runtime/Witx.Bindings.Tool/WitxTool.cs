using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.IO;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>The <c>witx</c> command.</summary>
internal static class WitxTool
{
    private static readonly ParserConfiguration s_parser = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs the command and returns its exit code.</summary>
    /// <param name="arguments">The words after <c>witx</c> on the command line.</param>
    /// <param name="context">The streams to use.</param>
    public static int Run(IReadOnlyList<string> arguments, ToolContext context) =>
        Run(arguments, context, options => GuestRun.Start(options, context));

    internal static int Run(IReadOnlyList<string> arguments, ToolContext context, Func<RunOptions, int> start)
    {
        RunCommand run = new(start);
        Command witx = new("witx", "Runs WebAssembly programs under WASI, and checks, documents, compares and binds witx interface files.")
        {
            new HelpOption(),
            new VersionOption(),
            run,
            new CheckCommand(context),
            new DocsCommand(context),
            new DiffCommand(context),
            new BindCommand(context),
            new InspectCommand(context),
            new CacheCommand(context),
            new CompletionCommand(context),
        };
        witx.Add(new CompleteCommand(witx, context));
        arguments = InsertRun(arguments, witx);
        bool isRun = arguments is [{ } first, ..] && first == run.Name;
        try
        {
            ParseResult parsed = witx.Parse(run.InsertArgumentTerminator(arguments), s_parser);
            return parsed.Errors.Count is 0
                ? parsed.Invoke(new InvocationConfiguration
                {
                    Output = context.Out,
                    Error = context.Error,
                    EnableDefaultExceptionHandler = false,
                })
                : throw new UsageException(Explain(parsed));
        }
        catch (UsageException e)
        {
            context.WriteError(e.Message);
            return e.ExitCode ?? (isRun ? ExitCode.HostFailure : ExitCode.Usage);
        }
    }

    /// <summary>Inserts <c>run</c> before a program: <c>witx app.wasm</c> is <c>witx run app.wasm</c>.</summary>
    private static IReadOnlyList<string> InsertRun(IReadOnlyList<string> arguments, Command witx) =>
        arguments is [['-', ..] or "", ..] or [] || witx.Subcommands.Any(command => command.Name == arguments[0])
            || !(File.Exists(arguments[0]) || arguments[0].EndsWith(".wasm", StringComparison.Ordinal))
            ? arguments
            : ["run", .. arguments];

    private static string Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string help = command.Parents.Any() ? $"witx {command.Name} --help" : "witx --help";
        string error = parsed.UnmatchedTokens is [{ } unknown, ..]
            ? $"Unexpected command, option or argument '{unknown}'."
            : SingleLine.From(parsed.Errors[0].Message);
        error = error.EndsWith('.') ? error : error + ".";
        return $"{error} See '{help}'.";
    }
}
