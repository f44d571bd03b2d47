namespace Witx.Bindings.Language;

/// <summary>A file while its names and types are judged.</summary>
internal sealed class Source(WitxFile file)
{
    private readonly ErrorList _errors = file.NewErrors();

    public WitxFile File { get; } = file;

    public ErrorList Errors => _errors;

    public void Error(WitxErrorKind kind, TextSpan span, params object[] arguments) => _errors.Add(kind, span, arguments);

    public string Docs(TextSpan span) => DocComment.Read(File.Text, span);

    public SourceLocation Locate(TextSpan span) => File.Locate(span);
}
