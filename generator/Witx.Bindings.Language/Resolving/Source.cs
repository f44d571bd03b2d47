using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>A file while its names and types are judged.</summary>
internal sealed class Source(WitxFile file)
{
    private readonly ErrorList _errors = file.NewErrors();

    public WitxFile File { get; } = file;

    public ErrorList Errors => _errors;

    public void Error(WitxErrorKind kind, TextSpan span, params object[] arguments) => _errors.Add(kind, span, arguments);

    public string Docs(TextSpan span) => DocComment.Read(File.Text, span);

    /// <summary>A place in the words of a message that stands in this file.</summary>
    public string Describe(SourceLocation place) =>
        (place with { Path = WitxPath.MakeRelative(File.Path, place.Path) }).ToString();

    public SourceLocation Locate(TextSpan span) => File.Locate(span);
}
