using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary><c>witx run [OPTION…] MODULE [ARG…]</c>: runs a WASI program.</summary>
internal sealed class RunCommand : Command
{
    private readonly Argument<string> _module = new("MODULE")
    {
        Description = "The program: a WebAssembly module in the binary or the text format.",
    };

    private readonly Argument<string[]> _arguments = new("ARG")
    {
        Description = "Arguments of the program. Everything after MODULE belongs to the program, also words that start with '-'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<DirectorySpec[]> _directories = Repeated(
        "--dir",
        "HOST[::GUEST][:ro][:exec]",
        "Let the program use the directory HOST under the path GUEST (default: HOST). ':ro' makes it read-only; ':exec' allows to execute "
        + "programs in it (WASIX programs).",
        DirectorySpec.Parse);

    private readonly Option<string[]> _memoryDirectories = Repeated(
        "--mem-dir",
        "GUEST",
        "Create an empty directory in memory under the path GUEST. Its files are lost when the program exits.",
        ParseGuestPath);

    private readonly Option<bool> _noDevices = new("--no-dev")
    {
        Arity = ArgumentArity.Zero,
        Description = "Do not let the program use virtual devices under /dev: null, zero, full, random, urandom and tty.",
    };

    private readonly Option<ProgramSpec[]> _programs = Repeated(
        "--program",
        "NAME=FILE",
        "Let the program execute the WebAssembly module FILE as the command NAME (WASIX programs).",
        ProgramSpec.Parse);

    private readonly Option<EnvironmentVariable[]> _environment = Repeated(
        "--env",
        "NAME=VALUE",
        "Set an environment variable of the program.",
        EnvironmentVariable.Parse);

    private readonly Option<string?> _stdin = new("--stdin")
    {
        HelpName = "FILE",
        Description = "Read the program's standard input from FILE (default: the standard input of this command).",
    };

    private readonly Option<bool> _trace = new("--trace")
    {
        Arity = ArgumentArity.Zero,
        Description = "Print each system call with its arguments and result to standard error. With several processes or threads, lines "
            + "begin with their process, program and thread: '[2 cat]' or '[2 cat/3]'.",
    };

    private readonly Option<string?> _traceFile = new("--trace-file")
    {
        HelpName = "FILE",
        Description = "Write the trace to FILE instead of standard error.",
    };

    private readonly Option<string[]> _tracedCalls = Single<string[]>(
        "--trace-calls",
        "NAME[,NAME…]",
        "Trace only these functions. '*' and '?' are wildcards, for example 'path_*,fd_sync'.",
        CallFilter.Parse);

    private readonly Option<string?> _workingDirectory = new("--cwd")
    {
        HelpName = "GUEST",
        Description = "Start the program in the directory GUEST of its root (WASIX programs; default: /).",
    };

    private readonly Option<long?> _maxMemory = Single<long?>(
        "--max-memory",
        "SIZE",
        "Limit the memory of the program to SIZE bytes, for example 64M (default: 1G).",
        static text => ByteSize.Parse(text));

    private readonly Option<TimeSpan?> _timeout = Single<TimeSpan?>(
        "--timeout",
        "DURATION",
        "Stop the program after DURATION with exit code 124, for example 500ms, 10s or 2m.",
        static text => Duration.Parse(text));

    private readonly Option<long?> _fuel = Single<long?>(
        "--fuel",
        "COUNT",
        "Stop the program with exit code 124 after COUNT instructions.",
        static text => ByteSize.Parse(text));

    private readonly Option<string?> _invoke = new("--invoke")
    {
        HelpName = "EXPORT",
        Description = "Call the function EXPORT of a reactor or library with the ARGs as numbers, and print its results.",
    };

    private readonly Option<bool> _inheritEnvironment = new("--env-inherit")
    {
        Arity = ArgumentArity.Zero,
        Description = "Give the program all environment variables of this command.",
    };

    private readonly Option<NetworkSpec[]> _outbound = Repeated(
        "--net",
        "HOST[:PORT,…]",
        "Let the program connect to HOST: a name, an address or a range of addresses.",
        NetworkSpec.Parse);

    private readonly Option<NetworkSpec[]> _inbound = Repeated(
        "--listen",
        "ADDRESS[:PORT,…]",
        "Let the program listen on ADDRESS.",
        NetworkSpec.Parse);

    private readonly Option<bool> _statistics = new("--stats")
    {
        Arity = ArgumentArity.Zero,
        Description = "Print the time, memory, bytes, calls and instructions that the program used to standard error.",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q")
    {
        Arity = ArgumentArity.Zero,
        Description = "Do not print warnings: refused accesses with the option that allows them, programs that cannot be executed, and "
            + "traps of processes that the program started.",
    };

    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Arity = ArgumentArity.Zero,
        Description = "Compile the program without reading or writing the cache of compiled programs.",
    };

    public RunCommand(Func<RunOptions, int> run)
        : base("run", "Runs a WASI program in a sandbox, with only the directories and variables that you pass, and without network.")
    {
        Add(_module);
        Add(_arguments);
        Add(_directories);
        Add(_memoryDirectories);
        Add(_noDevices);
        Add(_programs);
        Add(_environment);
        Add(_stdin);
        Add(_trace);
        Add(_traceFile);
        Add(_tracedCalls);
        Add(_workingDirectory);
        Add(_maxMemory);
        Add(_timeout);
        Add(_fuel);
        Add(_invoke);
        Add(_inheritEnvironment);
        Add(_outbound);
        Add(_inbound);
        Add(_statistics);
        Add(_quiet);
        Add(_noCache);
        SetAction(parsed => run(Read(parsed)));
    }

    /// <summary>Inserts <c>--</c> before the module, so that the parser takes the words after it as arguments of the program.</summary>
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
            ?? throw new UsageException($"Option '{argument}' is unknown. See 'witx run --help'.");
        return option.Arity.MinimumNumberOfValues > 0 && name == argument;
    }

    private RunOptions Read(ParseResult parsed) => new()
    {
        Module = parsed.GetRequiredValue(_module),
        Arguments = parsed.GetValue(_arguments) ?? [],
        Directories = parsed.GetValue(_directories) ?? [],
        MemoryDirectories = parsed.GetValue(_memoryDirectories) ?? [],
        HasDevices = !parsed.GetValue(_noDevices),
        Programs = parsed.GetValue(_programs) ?? [],
        Environment = parsed.GetValue(_environment) ?? [],
        Stdin = parsed.GetValue(_stdin),
        IsTraced = parsed.GetValue(_trace) || parsed.GetResult(_traceFile) is not null || parsed.GetResult(_tracedCalls) is not null,
        TraceFile = parsed.GetValue(_traceFile),
        TracedCalls = parsed.GetValue(_tracedCalls) ?? [],
        WorkingDirectory = parsed.GetValue(_workingDirectory),
        MaxMemory = parsed.GetValue(_maxMemory),
        Timeout = parsed.GetValue(_timeout),
        Fuel = parsed.GetValue(_fuel),
        Invoke = parsed.GetValue(_invoke),
        InheritsEnvironment = parsed.GetValue(_inheritEnvironment),
        Outbound = parsed.GetValue(_outbound) ?? [],
        Inbound = parsed.GetValue(_inbound) ?? [],
        ShowsStatistics = parsed.GetValue(_statistics),
        ShowsWarnings = !parsed.GetValue(_quiet),
        UsesCache = !parsed.GetValue(_noCache),
    };

    private static Option<T[]> Repeated<T>(string name, string value, string description, Func<string, T> parse) => new(name)
    {
        HelpName = value,
        Description = $"{description} Can be repeated.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => Parse(result, () => result.Tokens.Select(token => parse(token.Value)).ToArray()),
    };

    private static Option<T> Single<T>(string name, string value, string description, Func<string, T> parse) => new(name)
    {
        HelpName = value,
        Description = description,
        CustomParser = result => Parse(result, () => parse(result.Tokens[0].Value)),
    };

    private static string ParseGuestPath(string text) =>
        text.Length > 0 ? text : throw new FormatException($"Guest path '{text}' is invalid; write a path such as /tmp.");

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
