using System;
using System.CommandLine;
using System.IO;

namespace Witx.Bindings.Tool;

/// <summary>The options <c>-o OUT</c> and <c>--check</c> of a command that writes a text.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "OUT",
        Description = "The file to write (default: standard output).",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Arity = ArgumentArity.Zero,
        Description = "Do not write OUT. Exit code 1 if it is not up to date.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_output);
        command.Add(_check);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_check) && result.GetValue(_output) is null)
            {
                result.AddError("Option '--check' requires '-o OUT', the file to compare with.");
            }
        });
    }

    /// <summary>Writes a text to the file or to standard output, or compares it with the file.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="text">The text.</param>
    /// <param name="command">The command that writes the text, without <c>-o</c>, for the message about an outdated file.</param>
    /// <param name="context">The streams.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The file cannot be read or written.</exception>
    public int Write(ParseResult parsed, string text, string command, ToolContext context)
    {
        bool isCheck = parsed.GetValue(_check);
        if (parsed.GetValue(_output) is not { } output)
        {
            context.Out.Write(text);
            return ExitCode.Success;
        }

        try
        {
            return isCheck ? Compare(text, command, output, context) : Save(text, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot {(isCheck ? "read" : "write")} '{output}': {e.Message}", e);
        }
    }

    private static int Save(string text, string output)
    {
        File.WriteAllText(output, text);
        return ExitCode.Success;
    }

    private static int Compare(string text, string command, string output, ToolContext context)
    {
        if (File.Exists(output) && File.ReadAllText(output).ReplaceLineEndings("\n") == text)
        {
            return ExitCode.Success;
        }

        context.Error.WriteLine($"{output}: error: The file is out of date; run '{command} -o {output}'");
        return ExitCode.Failure;
    }
}
