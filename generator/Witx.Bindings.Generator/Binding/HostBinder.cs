using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Brings an annotated class and the witx files together: all decisions about what is written, and not yet how.</summary>
internal sealed class HostBinder
{
    private static readonly string[] s_glue = ["I32", "I64", "F32", "F64", "Functions", "Table", "Returned"];

    private HostBinder(HostModel model, WitxDocument document, TypeBinder types, Naming naming)
    {
        Model = model;
        Document = document;
        Types = types;
        Naming = naming;
    }

    public HostModel Model { get; }

    private WitxDocument Document { get; }

    private TypeBinder Types { get; }

    private Naming Naming { get; }

    /// <summary>What to write for a class; null when its files are not there or it cannot be extended, which a check says.</summary>
    /// <param name="target">The class.</param>
    /// <param name="document">What the files that it names mean together.</param>
    /// <param name="files">The witx files of the project.</param>
    /// <param name="build">What the build says about itself.</param>
    /// <param name="cancellation">Gives up when it is no longer wanted.</param>
    public static HostModel? Bind(
        WitxTarget target, WitxDocument document, WitxFileSet files, BuildOptions build, CancellationToken cancellation) =>
        !target.Class.CanBeExtended ? null
        : target.Types is { } path ? BindTypes(target, path, document, files, build)
        : BindHost(target, document, files, build, cancellation)?.Model;

    private static HostModel? BindTypes(WitxTarget target, string path, WitxDocument document, WitxFileSet files, BuildOptions build)
    {
        if (WitxFileLookup.Find(files, path, build.ProjectDirectory) is not { } root)
        {
            return null;
        }

        TypeBinder types = TypeBinder.Declare(document, target.Class.Name, new Naming(target.Names));
        return new HostModel(
            target.Class,
            IsHost: false,
            IsDescribed: false,
            [WitxFileLookup.NameOf(root)],
            null,
            [.. types.Types],
            [],
            [.. RequiredCodecs.Find(types)],
            [],
            new HookModel(false, false, false),
            target.Class.IsVisible ? WitxFileLookup.Carry(root, document.Files) : []);
    }

    private static HostBinder? BindHost(
        WitxTarget target, WitxDocument? known, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        ImmutableArray<(ModuleOptions Options, WitxFile File)> roots =
        [
            .. from options in target.Modules
               let file = WitxFileLookup.Find(files, options.Path, build.ProjectDirectory)
               where file is not null
               select (options, file),
        ];
        if (roots.IsEmpty)
        {
            return null;
        }

        WitxDocument document = known ?? WitxResolver.Resolve([.. roots.Select(static root => root.File).Distinct()], files, Suggestions.None, cancellation);
        HostBinder? @base = target.Base is null ? null : BindHost(target.Base, null, files, build, cancellation);
        Naming naming = new(target.Names);
        PointerWidth width = roots[0].Options.PointerWidth == 64 ? PointerWidth.Bits64 : PointerWidth.Bits32;
        SharedTypeMap homes = new(width);
        if (target.Home is not null)
        {
            homes.Add(document, target.Home, files, build, cancellation);
        }

        if (@base is not null)
        {
            homes.Add(document, @base.Document, @base.Types, @base.Naming, "");
        }

        NameScope names = NameScope.OfClass(target.Class.Name);
        List<(ModuleOptions Options, WitxModule Module, WitxFunction Function, string Name)> methods = [];
        foreach ((ModuleOptions options, WitxFile file) in roots)
        {
            foreach (WitxModule module in WitxFileLookup.Modules(document, file, options.Name))
            {
                methods.AddRange(module.Functions.Select(function =>
                    (options, module, function, names.Take(naming.Function(function.Name), "Function"))));
            }
        }

        // What the glue calls its own, a type of the interface must not be called.
        names.Reserve(s_glue);
        TypeBinder types = new(width, names, naming, homes);
        types.Declare(document);
        BaseFunctions inherited = new(@base?.Model);
        List<FunctionModel> functions = [];
        FunctionBinder binder = new(target, types, inherited, build.MapsLines);
        foreach ((ModuleOptions options, WitxModule module, WitxFunction function, string name) in methods)
        {
            cancellation.ThrowIfCancellationRequested();
            string entry = s_glue.Contains(name) || name.StartsWith("Missing", StringComparison.Ordinal) ? names.Take(name + "Entry", "") : name;
            functions.Add(binder.Bind(options, module, function, name, entry, WitxFileLookup.NameOf(function.Location.Path)));
        }

        HostModel model = new(
            target.Class,
            IsHost: true,
            roots.Any(static root => root.Options.Describe),
            [.. roots.Select(static root => WitxFileLookup.NameOf(root.File)).Distinct()],
            target.Home?.Name,
            [.. types.Types],
            [.. functions],
            [.. RequiredCodecs.Find(functions, types)],
            [.. functions.Where(static f => f.Result.Kind is ResultKind.Error or ResultKind.Result).Select(static f => f.Result.Core!.Type).Distinct()],
            new HookModel(target.Methods.Contains("OnCall"), target.Methods.Contains("OnReturn"), target.Methods.Contains("OnException")),
            []);
        return new HostBinder(model, document, types, naming);
    }
}
