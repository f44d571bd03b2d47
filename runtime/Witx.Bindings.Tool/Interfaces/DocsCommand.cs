using System;
using System.CommandLine;
using System.IO;

namespace Witx.Bindings.Tool;

/// <summary>What <c>witx docs</c> is asked to do.</summary>
/// <param name="File">The interface.</param>
/// <param name="Output">Where the page goes; null for standard output.</param>
/// <param name="IsCheck">Whether the page is only compared with what stands there.</param>
internal sealed record DocsOptions(string File, string? Output, bool IsCheck);

/// <summary><c>witx docs FILE [-o OUT [--check]]</c>: writes an interface down as Markdown.</summary>
internal sealed class DocsCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "A witx file. What it uses is read from disk." };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "OUT",
        Description = "The file to write; standard output if none.",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Arity = ArgumentArity.Zero,
        Description = "Write nothing; fail if OUT is not what would be written.",
    };

    public DocsCommand(ToolContext terminal)
        : base("docs", "Documents a witx file: modules, functions with their core signatures, types with their layout.")
    {
        Add(_file);
        Add(_output);
        Add(_check);
        SetAction(parsed => Run(
            new DocsOptions(parsed.GetRequiredValue(_file), parsed.GetValue(_output), parsed.GetValue(_check)), terminal));
    }

    private static int Run(DocsOptions options, ToolContext terminal)
    {
        if (options is { IsCheck: true, Output: null })
        {
            throw new UsageException("'--check' compares with a file: name it by '-o OUT'.");
        }

        if (InterfaceFile.LoadSound(options.File, terminal) is not { } document)
        {
            return ExitCode.Failure;
        }

        string page = InterfacePage.Format(document);
        try
        {
            return options.Output is not { } output ? Print(page, terminal)
                : options.IsCheck ? Compare(page, options.File, output, terminal)
                : Save(page, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot use '{options.Output}': {e.Message}", e);
        }
    }

    private static int Print(string page, ToolContext terminal)
    {
        terminal.Out.Write(page);
        return ExitCode.Success;
    }

    private static int Save(string page, string output)
    {
        File.WriteAllText(output, page);
        return ExitCode.Success;
    }

    private static int Compare(string page, string file, string output, ToolContext terminal)
    {
        if (File.Exists(output) && File.ReadAllText(output).ReplaceLineEndings("\n") == page)
        {
            return ExitCode.Success;
        }

        terminal.Error.WriteLine($"{output}: error: not what '{file}' says; write it by 'witx docs {file} -o {output}'");
        return ExitCode.Failure;
    }
}
