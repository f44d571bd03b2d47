using System.CommandLine;

namespace Witx.Bindings.Tool;

/// <summary><c>witx docs FILE [-o OUT [--check]]</c>: documents an interface in Markdown.</summary>
internal sealed class DocsCommand : Command
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The witx file to document. Files that it includes by '(use …)' are documented as well.",
    };

    private readonly OutputOptions _output = new();

    public DocsCommand(ToolContext context)
        : base("docs", "Documents a witx file in Markdown: modules, functions with core signatures, types with memory layout.")
    {
        Add(_file);
        _output.AddTo(this);
        SetAction(parsed => Run(parsed, context));
    }

    private int Run(ParseResult parsed, ToolContext context)
    {
        string file = parsed.GetRequiredValue(_file);
        return InterfaceFile.LoadOrReport([file], context) is { } document
            ? _output.Write(parsed, InterfacePage.Format(document), $"witx docs {file}", context)
            : ExitCode.Failure;
    }
}
