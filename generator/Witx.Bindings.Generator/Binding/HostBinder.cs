using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Naming;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Binding;

/// <summary>Binds an annotated class to its document and decides which code is generated.</summary>
internal sealed class HostBinder
{
    private static readonly string[] s_glue = ["I32", "I64", "F32", "F64", "Functions", "Table", "Returned"];

    private HostBinder(GeneratedClass model, WitxDocument document, TypeBinder types, CSharpNaming naming)
    {
        Model = model;
        Document = document;
        Types = types;
        Naming = naming;
    }

    public GeneratedClass Model { get; }

    private WitxDocument Document { get; }

    private TypeBinder Types { get; }

    private CSharpNaming Naming { get; }

    /// <summary>
    /// Binds a class to the document of its files; null for a class of imports, and if that is impossible for a reason that a check
    /// reports.
    /// </summary>
    public static GeneratedClass? Bind(ResolvedClass resolved) =>
        !resolved.CanBind || resolved.Class.Kind is AnnotatedKind.Imports ? null
        : resolved.Class.Kind is AnnotatedKind.SharedTypes ? BindTypes(resolved.Class, resolved.Document, resolved.Files, resolved.Build)
        : BindHost(resolved.Class, resolved.Document, resolved.Files, resolved.Build, resolved.Cancellation)?.Model;

    private static GeneratedClass? BindTypes(AnnotatedClass annotated, WitxDocument document, WitxFileSet files, BuildOptions build)
    {
        if (WitxFileLookup.Find(files, annotated.Path, build.ProjectDirectory) is not { } root)
        {
            return null;
        }

        TypeBinder types = TypeBinder.Declare(document, annotated.Declaration.Name, new CSharpNaming(annotated.NameOverrides));
        return new GeneratedClass(
            annotated.Declaration,
            IsHost: false,
            IsDescribed: false,
            [WitxFileLookup.GetFileName(root)],
            null,
            [.. types.Types],
            [],
            [.. RequiredCodecs.Find(types)],
            new HookModel(false, false, []),
            annotated.Declaration.IsVisible ? WitxFileLookup.Embed(root, document.Files) : []);
    }

    private static HostBinder? BindHost(
        AnnotatedClass annotated, WitxDocument? known, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        ImmutableArray<(ModuleOptions Options, WitxFile File)> roots =
        [
            .. from options in annotated.Modules
               let file = WitxFileLookup.Find(files, options.Path, build.ProjectDirectory)
               where file is not null
               select (options, file),
        ];
        if (roots.IsEmpty)
        {
            return null;
        }

        WitxDocument document =
            known ?? WitxResolver.Resolve([.. roots.Select(static root => root.File).Distinct()], files, Suggestions.None, cancellation);
        HostBinder? @base = annotated.Base is null ? null : BindHost(annotated.Base, null, files, build, cancellation);
        CSharpNaming naming = new(annotated.NameOverrides);
        PointerWidth width = roots[0].Options.PointerWidth == 64 ? PointerWidth.Bits64 : PointerWidth.Bits32;
        SharedTypeMap sharedTypes = new(width);
        if (annotated.SharedTypes is not null)
        {
            sharedTypes.Add(document, annotated.SharedTypes, files, build, cancellation);
        }

        if (@base is not null)
        {
            sharedTypes.Add(document, @base.Document, @base.Types, @base.Naming, TypeScope.Class);
        }

        NameScope names = NameScope.CreateForClass(annotated.Declaration.Name);
        List<(ModuleOptions Options, WitxModule Module, WitxFunction Function, string Name)> methods = [];
        foreach ((ModuleOptions options, WitxFile file) in roots)
        {
            foreach (WitxModule module in WitxFileLookup.FindModules(document, file, options.Name))
            {
                methods.AddRange(module.Functions.Select(function =>
                    (options, module, function, names.Take(naming.Function(function.Name), "Function"))));
            }
        }

        // Types of the interface must not get the names of the glue's members.
        names.Reserve(s_glue);
        TypeBinder types = new(width, names, naming, sharedTypes);
        types.Declare(document);
        BaseFunctions inherited = new(@base?.Model);
        List<FunctionModel> functions = [];
        FunctionBinder binder = new(annotated, types, inherited, build.MapsLines);
        foreach ((ModuleOptions options, WitxModule module, WitxFunction function, string name) in methods)
        {
            cancellation.ThrowIfCancellationRequested();
            string entry =
                s_glue.Contains(name) || name.StartsWith("Missing", StringComparison.Ordinal) ? names.Take(name + "Entry", "") : name;
            functions.Add(binder.Bind(options, module, function, name, entry, WitxFileLookup.GetFileName(function.Location.Path)));
        }

        GeneratedClass model = new(
            annotated.Declaration,
            IsHost: true,
            roots.Any(static root => root.Options.GenerateDescription),
            [.. roots.Select(static root => WitxFileLookup.GetFileName(root.File)).Distinct()],
            annotated.SharedTypes?.Name,
            [.. types.Types],
            [.. functions],
            [.. RequiredCodecs.Find(functions, types)],
            HookBinder.Bind(
                annotated,
                functions.Where(static f => f.Result.Kind is ResultKind.Error or ResultKind.Result)
                    .Select(static f => f.Result.Core!.Type)
                    .Distinct(),
                types),
            []);
        return new HostBinder(model, document, types, naming);
    }
}
