using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary><c>witx run [OPTION…] MODULE [ARG…]</c>: runs a WASI program.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string> _module = new("MODULE") { Description = "The program, binary or text." };
    private readonly Argument<string[]> _arguments = new("ARG") { Description = "The program's own arguments, dashes included.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<DirectorySpec[]> _directories = Repeated("--dir", "HOST[::GUEST][:ro]", "A directory to give.", DirectorySpec.Parse);
    private readonly Option<string[]> _memoryDirectories = Repeated("--mem-dir", "GUEST", "An empty directory in memory to give.", GuestPath);
    private readonly Option<EnvironmentVariable[]> _environment = Repeated("--env", "NAME=VALUE", "A variable to give.", EnvironmentVariable.Parse);
    private readonly Option<string?> _stdin = new("--stdin") { HelpName = "FILE", Description = "What to read as standard input." };
    private readonly Option<bool> _trace = new("--trace") { Arity = ArgumentArity.Zero, Description = "Print each call that the program makes." };
    private readonly Option<long?> _maxMemory = Single<long?>("--max-memory", "SIZE", "The memory it may take: 64M, 1G.", static text => ByteSize.Parse(text));
    private readonly Option<TimeSpan?> _timeout = Single<TimeSpan?>("--timeout", "TIME", "How long it may run: 500ms, 10s, 2m.", static text => Duration.Parse(text));

    public RunCommand(Func<RunOptions, int> run)
        : base("run", "Runs a WASI program. It has no directory, environment or network but what it is given.")
    {
        Add(_module);
        Add(_arguments);
        Add(_directories);
        Add(_memoryDirectories);
        Add(_environment);
        Add(_stdin);
        Add(_trace);
        Add(_maxMemory);
        Add(_timeout);
        SetAction(parsed => run(Read(parsed)));
    }

    /// <summary>The command line with <c>--</c> before the module: what follows is the program's, whatever it looks like.</summary>
    public IReadOnlyList<string> InsertArgumentTerminator(IReadOnlyList<string> arguments)
    {
        if (arguments is not [{ } first, ..] || first != Name)
        {
            return arguments;
        }

        int module = 1;
        while (module < arguments.Count && arguments[module] is ['-', _, ..] and not "--")
        {
            module += TakesNext(arguments[module]) ? 2 : 1;
        }

        return module < arguments.Count && arguments[module] is not "--"
            ? [.. arguments.Take(module), "--", .. arguments.Skip(module)]
            : arguments;
    }

    private bool TakesNext(string argument)
    {
        string name = argument.Split('=', ':')[0];
        Option option = Options.Concat(Parents.OfType<Command>().SelectMany(static parent => parent.Options))
            .FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name))
            ?? throw new UsageException($"'{argument}' is no option of 'witx run'. See 'witx run --help'.");
        return option.Arity.MinimumNumberOfValues > 0 && name == argument;
    }

    private RunOptions Read(ParseResult parsed) => new()
    {
        Module = parsed.GetRequiredValue(_module),
        Arguments = parsed.GetValue(_arguments) ?? [],
        Directories = parsed.GetValue(_directories) ?? [],
        MemoryDirectories = parsed.GetValue(_memoryDirectories) ?? [],
        Environment = parsed.GetValue(_environment) ?? [],
        Stdin = parsed.GetValue(_stdin),
        IsTraced = parsed.GetValue(_trace),
        MaxMemory = parsed.GetValue(_maxMemory),
        Timeout = parsed.GetValue(_timeout),
    };

    private static Option<T[]> Repeated<T>(string name, string value, string description, Func<string, T> parse) => new(name)
    {
        HelpName = value,
        Description = $"{description} May be repeated.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parse(result, () => result.Tokens.Select(token => parse(token.Value)).ToArray()),
    };

    private static Option<T> Single<T>(string name, string value, string description, Func<string, T> parse) => new(name)
    {
        HelpName = value,
        Description = description,
        CustomParser = result => Parse(result, () => parse(result.Tokens[0].Value)),
    };

    private static string GuestPath(string text) =>
        text.Length > 0 ? text : throw new FormatException("'' is no path of the program's; write one such as /tmp.");

    private static T? Parse<T>(ArgumentResult result, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException e)
        {
            result.AddError(e.Message);
            return default;
        }
    }
}
