using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Witx.Bindings.Guests;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary><c>witx bind --to LANGUAGE FILE… [-o OUT [--check]]</c>: writes the bindings of a guest.</summary>
internal sealed class BindCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "The witx files of the interface. Files that they include by '(use …)' are read as well.",
    };

    private readonly Option<string> _language = new("--to")
    {
        HelpName = "LANGUAGE",
        Required = true,
        Description = "The language of the guest: c, rust or csharp.",
    };

    private readonly OutputOptions _output = new();

    private readonly Option<string?> _name = new("--name")
    {
        HelpName = "NAME",
        Description = "The interface's name: the prefix of names in C, the name of the class in C# (default: the first file's name).",
    };

    private readonly Option<string?> _prefix = new("--prefix")
    {
        HelpName = "PREFIX",
        Description = "The prefix of all names in C, such as '__wasi_' (default: NAME and '_').",
    };

    private readonly Option<bool> _terminated = new("--terminated-strings")
    {
        Arity = ArgumentArity.Zero,
        Description = "In C, functions take text that ends in NUL, instead of an address and a length.",
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        HelpName = "NAMESPACE",
        Description = "The namespace of the class in C# (default: none).",
    };

    public BindCommand(ToolContext context)
        : base("bind", "Writes the bindings with which a guest calls the functions of an interface, in C, Rust or C#.")
    {
        _language.AcceptOnlyFromAmong("c", "rust", "csharp");
        Add(_files);
        Add(_language);
        _output.AddTo(this);
        Add(_name);
        Add(_prefix);
        Add(_terminated);
        Add(_namespace);
        SetAction(parsed => Run(parsed, context));
    }

    private int Run(ParseResult parsed, ToolContext context)
    {
        string[] files = parsed.GetRequiredValue(_files);
        if (InterfaceFile.LoadOrReport(files, context) is not { } document)
        {
            return ExitCode.Failure;
        }

        string language = parsed.GetRequiredValue(_language);
        GuestBindingsOptions options = new(parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(files[0]))
        {
            Sources = [.. files.Select(static file => Path.GetFileName(file))],
            Prefix = parsed.GetValue(_prefix),
            HasTerminatedStrings = parsed.GetValue(_terminated),
            Namespace = parsed.GetValue(_namespace) ?? "",
        };
        return _output.Write(parsed, Write(document, language, options), $"witx bind --to {language} {string.Join(' ', files)}", context);
    }

    private static string Write(WitxDocument document, string language, GuestBindingsOptions options)
    {
        try
        {
            return GuestBindings.Write(
                document,
                language switch { "c" => GuestLanguage.C, "rust" => GuestLanguage.Rust, _ => GuestLanguage.CSharp },
                options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
