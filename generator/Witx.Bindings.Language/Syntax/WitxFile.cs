using System;
using System.Collections.Immutable;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>A witx file that has been read. Two files are equal when their paths and texts are.</summary>
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

    /// <summary>The path under which the file was given; <c>use</c> is relative to its directory.</summary>
    public string Path { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>
    /// What is wrong with the characters and the grammar, in the order of the places. Names and types are judged by
    /// <see cref="WitxResolver"/>.
    /// </summary>
    public ImmutableArray<WitxError> Errors { get; }

    /// <summary>The one spelling of the path by which files are told apart.</summary>
    internal string Key { get; }

    internal FileSyntax Syntax { get; }

    /// <summary>Reads a file. Never throws, however malformed the text; takes time linear in its length.</summary>
    /// <param name="path">The path of the file. Nothing is read from there.</param>
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
