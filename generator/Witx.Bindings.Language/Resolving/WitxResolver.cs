using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language.Errors;
using Witx.Bindings.Language.Resolving;
using Witx.Bindings.Language.Syntax;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>Resolves the names and types of parsed files to a document.</summary>
public sealed class WitxResolver
{
    private readonly UseGraph _uses;
    private readonly Scope _scope;
    private readonly TypeResolver _types;
    private readonly FunctionResolver _functions;
    private readonly ConstantTable _constants;
    private readonly ImmutableArray<TypeDefinition>.Builder _definitions = ImmutableArray.CreateBuilder<TypeDefinition>();
    private readonly ImmutableArray<WitxModule>.Builder _modules = ImmutableArray.CreateBuilder<WitxModule>();

    private WitxResolver(UseGraph uses)
    {
        _uses = uses;
        _scope = new Scope(uses);
        _types = new TypeResolver(_scope, uses.Suggestions);
        _functions = new FunctionResolver(_types, uses);
        _constants = new ConstantTable(uses, _scope);
    }

    /// <summary>Resolves one file and all files that it uses.</summary>
    /// <param name="root">The file.</param>
    /// <param name="files">The files that <c>use</c> can refer to.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="System.OperationCanceledException">The work was canceled.</exception>
    public static WitxDocument Resolve(WitxFile root, WitxFileSet files, CancellationToken cancellation = default) =>
        Resolve([root], files, cancellation);

    /// <summary>Resolves several files, and all files that they use, to one document with one namespace.</summary>
    /// <param name="roots">The files, in the order in which they are read.</param>
    /// <param name="files">The files that <c>use</c> can refer to.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="System.OperationCanceledException">The work was canceled.</exception>
    public static WitxDocument Resolve(IReadOnlyList<WitxFile> roots, WitxFileSet files, CancellationToken cancellation = default) =>
        Resolve(roots, files, new Suggestions(), cancellation);

    /// <summary>
    /// Resolves files like <see cref="Resolve(IReadOnlyList{WitxFile}, WitxFileSet, CancellationToken)"/>, with the suggestions of the
    /// caller.
    /// </summary>
    internal static WitxDocument Resolve(
        IReadOnlyList<WitxFile> roots, WitxFileSet files, Suggestions suggestions, CancellationToken cancellation) =>
        new WitxResolver(new UseGraph(roots, files, suggestions, cancellation)).Resolve(cancellation);

    private WitxDocument Resolve(CancellationToken cancellation)
    {
        foreach ((Source source, DefinitionSyntax syntax) in _uses.Definitions)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (syntax)
            {
                case TypenameSyntax typename:
                    ResolveTypename(source, typename);
                    break;
                case ModuleSyntax module:
                    ResolveModule(source, module, cancellation);
                    break;
            }
        }

        _constants.ReportConstantsOfUnknownTypes();
        return new WitxDocument(
            _definitions.ToImmutable(),
            _modules.ToImmutable(),
            [.. _uses.Sources.Select(static source => source.File)],
            [.. _uses.Sources.SelectMany(static source => source.Errors.ToImmutable())]);
    }

    private void ResolveTypename(Source source, TypenameSyntax syntax)
    {
        if (!_scope.BeginDefinition(source, syntax, syntax.Name))
        {
            return;
        }

        TypeDefinition? definition = null;
        if (syntax.Type is not null && _types.Resolve(source, syntax.Type, isNamed: true) is { } type)
        {
            definition = new TypeDefinition(
                syntax.Name.Text,
                type,
                syntax.IsHidden,
                _constants.GetOrResolve(source, syntax, type),
                source.Docs(syntax.Docs),
                source.Locate(syntax.Name.Span));
            _definitions.Add(definition);
        }

        _scope.EndDefinition(syntax.Name, definition);
    }

    private void ResolveModule(Source source, ModuleSyntax syntax, CancellationToken cancellation)
    {
        if (!_scope.BeginDefinition(source, syntax, syntax.Name))
        {
            return;
        }

        Dictionary<string, TextSpan> names = [];
        foreach (ImportSyntax import in syntax.Imports)
        {
            _ = IsFirst(source, syntax, import.Name, names);
        }

        ImmutableArray<WitxFunction>.Builder functions = ImmutableArray.CreateBuilder<WitxFunction>(syntax.Functions.Length);
        foreach (FunctionSyntax function in syntax.Functions)
        {
            cancellation.ThrowIfCancellationRequested();
            bool isFirst = IsFirst(source, syntax, function.Name, names);
            if (_functions.Resolve(source, function) is { } resolved && isFirst)
            {
                functions.Add(resolved);
            }
        }

        _modules.Add(new WitxModule(syntax.Name.Text, functions.ToImmutable(), source.Docs(syntax.Docs), source.Locate(syntax.Name.Span)));
        _scope.EndDefinition(syntax.Name, null);
    }

    private static bool IsFirst(Source source, ModuleSyntax module, NameSyntax name, Dictionary<string, TextSpan> names)
    {
        if (names.TryGetValue(name.Text, out TextSpan first))
        {
            source.Error(TypeErrors.DuplicateFunction, name.Span, module.Name.Text, name.Text, source.Describe(source.Locate(first)));
            return false;
        }

        names.Add(name.Text, name.Span);
        return true;
    }
}
