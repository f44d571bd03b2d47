using System;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>A parsed witx file. Files are equal if their paths and texts are equal.</summary>
public sealed class WitxFile : IEquatable<WitxFile>
{
    private readonly LineMap _lines;

    private WitxFile(string path, string text)
    {
        Path = path;
        Key = WitxPath.Normalize(path);
        Text = text;
        _lines = new LineMap(text);
        ErrorList errors = new(path, _lines);
        Syntax = Parser.Parse(text, errors);
        Errors = errors.ToImmutable();
    }

    /// <summary>Gets the path of the file. <c>use</c> paths are relative to its directory.</summary>
    public string Path { get; }

    /// <summary>Gets the text.</summary>
    public string Text { get; }

    /// <summary>
    /// Gets the lexical and syntax errors in source order. <see cref="WitxResolver"/> finds errors of names and types.
    /// </summary>
    public ImmutableArray<WitxError> Errors { get; }

    /// <summary>The normalized path, which identifies the file.</summary>
    internal string Key { get; }

    internal FileSyntax Syntax { get; }

    /// <summary>Parses a file in linear time. Malformed text never throws.</summary>
    /// <param name="path">The path of the file. It is not read.</param>
    /// <param name="text">The text.</param>
    public static WitxFile Parse(string path, string text) => new(path, text);

    /// <inheritdoc/>
    public bool Equals(WitxFile? other) => other is not null && Path == other.Path && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WitxFile);

    /// <inheritdoc/>
    public override int GetHashCode() => (StringComparer.Ordinal.GetHashCode(Path) * 397) ^ StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public override string ToString() => Path;

    internal SourceLocation Locate(TextSpan span) => _lines.Locate(Path, span);

    internal ErrorList NewErrors() => new(Path, _lines);
}
