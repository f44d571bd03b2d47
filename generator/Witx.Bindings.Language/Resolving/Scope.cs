using System.Collections.Generic;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language.Resolving;

/// <summary>The names of a document. Types and modules of all files share one namespace.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly UseGraph _uses;
    private string? _current;

    public Scope(UseGraph uses)
    {
        _uses = uses;
        foreach ((Source source, DefinitionSyntax syntax) in uses.Definitions)
        {
            NameSyntax? name = syntax switch
            {
                TypenameSyntax typename => typename.Name,
                ModuleSyntax module => module.Name,
                BrokenSyntax broken => broken.Name,
                _ => null,
            };
            if (name is { } known && (!_entries.TryGetValue(known.Text, out Entry? first) || first.Syntax is BrokenSyntax))
            {
                _entries[known.Text] = new Entry(source, syntax, known.Span);
            }
        }
    }

    /// <summary>Begins a definition, which may not refer to itself. Reports an error and returns false for a duplicate name.</summary>
    public bool BeginDefinition(Source source, DefinitionSyntax syntax, NameSyntax name)
    {
        Entry entry = _entries[name.Text];
        if (!ReferenceEquals(entry.Syntax, syntax))
        {
            source.Error(TypeErrors.Redefinition, name.Span, name.Text, source.Describe(entry.Location));
            return false;
        }

        _current = name.Text;
        return true;
    }

    /// <summary>Ends a definition. A null type marks an invalid definition, whose uses are not reported.</summary>
    public void EndDefinition(NameSyntax name, TypeDefinition? type)
    {
        _current = null;
        Entry entry = _entries[name.Text];
        entry.IsRead = true;
        entry.Type = type;
    }

    /// <summary>
    /// Finds the type of a name. Returns null if it has none, and reports the error unless the definition is already invalid.
    /// </summary>
    public TypeDefinition? Find(Source source, NameSyntax name)
    {
        if (!_entries.TryGetValue(name.Text, out Entry? entry))
        {
            ReportUnknown(source, name);
            return null;
        }

        if (entry.Syntax is ModuleSyntax)
        {
            source.Error(TypeErrors.ModuleAsType, name.Span, name.Text);
        }
        else if (name.Text == _current)
        {
            source.Error(TypeErrors.Recursive, name.Span, name.Text);
        }
        else if (!entry.IsRead && entry.Syntax is TypenameSyntax)
        {
            source.Error(TypeErrors.UsedBeforeDefinition, name.Span, name.Text, source.Describe(entry.Location));
        }

        return entry.Type;
    }

    /// <summary>True if a type of this name is defined anywhere in the document. Otherwise reports an error.</summary>
    public bool IsType(Source source, NameSyntax name)
    {
        if (!_entries.TryGetValue(name.Text, out Entry? entry))
        {
            ReportUnknown(source, name);
        }
        else if (entry.Syntax is ModuleSyntax)
        {
            source.Error(TypeErrors.ModuleAsType, name.Span, name.Text);
        }

        return entry?.Syntax is TypenameSyntax or BrokenSyntax;
    }

    private void ReportUnknown(Source source, NameSyntax name)
    {
        if (_uses.IsComplete)
        {
            source.Error(TypeErrors.UnknownName, name.Span, name.Text, Hint(source, name.Text));
        }
    }

    private string Hint(Source source, string name)
    {
        if (_uses.FindUnreachedDefinition(name) is not { } file)
        {
            return _uses.Suggestions.DidYouMean(name, _entries.Keys, "$");
        }

        string path = WitxPath.MakeRelative(source.File.Path, file.Path);
        return $"; '{path}' defines it: write '(use \"{path}\")'";
    }

    private sealed class Entry(Source source, DefinitionSyntax syntax, TextSpan span)
    {
        public DefinitionSyntax Syntax { get; } = syntax;

        public SourceLocation Location => source.Locate(span);

        public bool IsRead { get; set; }

        public TypeDefinition? Type { get; set; }
    }
}
