using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>A file during resolution, with the errors found in it.</summary>
internal sealed class Source(WitxFile file)
{
    private readonly ErrorList _errors = file.NewErrors();

    public WitxFile File { get; } = file;

    public ErrorList Errors => _errors;

    public void Error(WitxErrorKind kind, TextSpan span, params object[] arguments) => _errors.Add(kind, span, arguments);

    public string Docs(TextSpan span) => DocComment.Read(File.Text, span);

    /// <summary>Formats a location relative to this file, for a message.</summary>
    public string Describe(SourceLocation place) =>
        (place with { Path = WitxPath.MakeRelative(File.Path, place.Path) }).ToString();

    public SourceLocation Locate(TextSpan span) => File.Locate(span);
}
