using System.Collections.Generic;
using System.Threading;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;

namespace Witx.Bindings.Language.Resolving;

/// <summary>
/// The definitions of root files and of all files that they use, in order. The definitions of a used file come at its first <c>use</c>.
/// Each file is read once, also in a cycle.
/// </summary>
internal sealed class UseGraph
{
    private readonly HashSet<string> _seen = [];
    private readonly WitxFileSet _files;
    private SyntaxDialect _dialect;
    private Dictionary<string, WitxFile>? _elsewhere;

    public UseGraph(IReadOnlyList<WitxFile> roots, WitxFileSet files, Suggestions suggestions, CancellationToken cancellation)
    {
        _files = files;
        Suggestions = suggestions;
        foreach (WitxFile root in roots)
        {
            Read(root, cancellation);
        }
    }

    /// <summary>Gets the files, in the order of reading.</summary>
    public List<Source> Sources { get; } = [];

    public List<(Source Source, DefinitionSyntax Syntax)> Definitions { get; } = [];

    /// <summary>True if every name that the files define is known. Otherwise unknown names are not reported.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Gets the suggestions for the errors of the document.</summary>
    public Suggestions Suggestions { get; }

    /// <summary>
    /// True if the functions of a file follow pre-2021 rules: several results, of which the first is returned by value. If the syntax of a
    /// file fits several dialects, the other files of the document decide.
    /// </summary>
    public bool HasPre2021Results(Source source)
    {
        const SyntaxDialect Decisive = SyntaxDialect.Before2021 | SyntaxDialect.Transitional | SyntaxDialect.Current;
        SyntaxDialect own = source.File.Syntax.Dialect;
        SyntaxDialect dialect = (own & Decisive) is SyntaxDialect.None ? _dialect : own;
        return (dialect & SyntaxDialect.Current) is SyntaxDialect.None
            && (dialect & (SyntaxDialect.Before2021 | SyntaxDialect.Transitional | SyntaxDialect.SeveralResults)) is not SyntaxDialect.None;
    }

    /// <summary>Finds a file outside the document that defines a type; null if there is none.</summary>
    public WitxFile? FindUnreachedDefinition(string typename)
    {
        if (!Suggestions.IsEnabled)
        {
            return null;
        }

        if (_elsewhere is null)
        {
            _elsewhere = [];
            foreach (WitxFile file in _files.Files)
            {
                if (!_seen.Contains(file.Key))
                {
                    AddTypenames(file, _elsewhere);
                }
            }
        }

        return _elsewhere.TryGetValue(typename, out WitxFile? found) ? found : null;
    }

    private static void AddTypenames(WitxFile file, Dictionary<string, WitxFile> typenames)
    {
        foreach (DefinitionSyntax definition in file.Syntax.Definitions)
        {
            if (definition is TypenameSyntax typename && !typenames.ContainsKey(typename.Name.Text))
            {
                typenames.Add(typename.Name.Text, file);
            }
        }
    }

    // Uses an explicit stack, because a chain of uses can be long.
    private void Read(WitxFile root, CancellationToken cancellation)
    {
        Stack<(Source Source, int Next)> open = new();
        Enter(root, open);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            (Source source, int next) = open.Pop();
            if (next == source.File.Syntax.Definitions.Length)
            {
                continue;
            }

            open.Push((source, next + 1));
            DefinitionSyntax definition = source.File.Syntax.Definitions[next];
            if (definition is not UseSyntax use)
            {
                Definitions.Add((source, definition));
            }
            else if (_files.Find(source.File, use.Path) is { } file)
            {
                Enter(file, open);
            }
            else
            {
                string hint = Suggestions.DidYouMean(use.Path, _files.GetPathsBeside(source.File), "");
                source.Error(TypeErrors.MissingFile, use.PathSpan, use.Path, hint);
                IsComplete = false;
            }
        }
    }

    private void Enter(WitxFile file, Stack<(Source Source, int Next)> open)
    {
        if (_seen.Add(file.Key))
        {
            Source source = new(file);
            Sources.Add(source);
            _dialect |= file.Syntax.Dialect;
            IsComplete &= file.Syntax.IsComplete;
            open.Push((source, 0));
        }
    }
}
