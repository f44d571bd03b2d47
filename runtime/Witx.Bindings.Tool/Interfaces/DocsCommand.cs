using System;
using System.CommandLine;
using System.IO;

namespace Witx.Bindings.Tool;

/// <summary>The options of <c>witx docs</c>.</summary>
/// <param name="File">The witx file to document.</param>
/// <param name="Output">The file to write; null for standard output.</param>
/// <param name="IsCheck">True to compare with the file instead of writing it.</param>
internal sealed record DocsOptions(string File, string? Output, bool IsCheck);

/// <summary><c>witx docs FILE [-o OUT [--check]]</c>: documents an interface in Markdown.</summary>
internal sealed class DocsCommand : Command
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The witx file to document. Files that it includes by '(use …)' are documented as well.",
    };

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

    public DocsCommand(ToolContext context)
        : base("docs", "Documents a witx file in Markdown: modules, functions with core signatures, types with memory layout.")
    {
        Add(_file);
        Add(_output);
        Add(_check);
        SetAction(parsed => Run(
            new DocsOptions(parsed.GetRequiredValue(_file), parsed.GetValue(_output), parsed.GetValue(_check)), context));
    }

    private static int Run(DocsOptions options, ToolContext context)
    {
        if (options is { IsCheck: true, Output: null })
        {
            throw new UsageException("Option '--check' requires '-o OUT', the file to compare with.");
        }

        if (InterfaceFile.LoadOrReport(options.File, context) is not { } document)
        {
            return ExitCode.Failure;
        }

        string page = InterfacePage.Format(document);
        try
        {
            return options.Output is not { } output ? Print(page, context)
                : options.IsCheck ? Compare(page, options.File, output, context)
                : Save(page, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Cannot {(options.IsCheck ? "read" : "write")} '{options.Output}': {e.Message}", e);
        }
    }

    private static int Print(string page, ToolContext context)
    {
        context.Out.Write(page);
        return ExitCode.Success;
    }

    private static int Save(string page, string output)
    {
        File.WriteAllText(output, page);
        return ExitCode.Success;
    }

    private static int Compare(string page, string file, string output, ToolContext context)
    {
        if (File.Exists(output) && File.ReadAllText(output).ReplaceLineEndings("\n") == page)
        {
            return ExitCode.Success;
        }

        context.Error.WriteLine($"{output}: error: Documentation is out of date; run 'witx docs {file} -o {output}'");
        return ExitCode.Failure;
    }
}
