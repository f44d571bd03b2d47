using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Brings an annotated class and the witx files together: all decisions about what is written, and not yet how.</summary>
internal static class HostBinder
{
    /// <summary>What to write for a class; null when its file or module is not there, which an analyzer says.</summary>
    public static HostModel? Bind(WitxTarget target, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        if (Documents.Find(files, target.Path, build.ProjectDirectory) is not { } file)
        {
            return null;
        }

        WitxDocument document = WitxResolver.Resolve(file, files, cancellation);
        cancellation.ThrowIfCancellationRequested();
        string source = file.Path.Substring(file.Path.LastIndexOfAny(['/', '\\']) + 1);
        NameScope names = new([Simple(target.Class.Name), "WitxEntries", "OnCall", "OnReturn", "OnException", .. s_object]);
        if (target.Module is not { } options)
        {
            TypeBinder types = new(PointerWidth.Bits32, names, ImmutableDictionary<string, string>.Empty);
            return new HostModel(target.Class, source, Declare(types, document), null);
        }

        return Module(document, options) is { } module
            ? BindModule(target.Class, source, document, module, options, files, build, names, cancellation)
            : null;
    }

    private static HostModel BindModule(
        ClassModel @class,
        string source,
        WitxDocument document,
        WitxModule module,
        ModuleOptions options,
        WitxFileSet files,
        BuildOptions build,
        NameScope names,
        CancellationToken cancellation)
    {
        PointerWidth width = options.PointerWidth == 64 ? PointerWidth.Bits64 : PointerWidth.Bits32;
        ImmutableArray<string> methods = [.. module.Functions.Select(function => names.Take(Naming.Pascal(function.Name), "Function"))];
        TypeBinder types = new(width, names, SharedTypeBinder.Bind(document, options.Types, files, build, cancellation));
        EquatableArray<TypeModel> declared = Declare(types, document);
        FunctionBinder binder = new(options, width, types, build.MapsLines);
        List<FunctionModel> functions = [];
        for (int i = 0; i < methods.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            functions.Add(binder.Bind(module.Functions[i], methods[i], source));
        }

        declared = [.. types.Types];
        return new HostModel(
            @class,
            source,
            declared,
            new ModuleModel(module.Name, options.Types?.Name, [.. functions], CodecClosure.Of(functions, types.Codecs)));
    }

    private static EquatableArray<TypeModel> Declare(TypeBinder types, WitxDocument document)
    {
        foreach (TypeDefinition definition in document.Types)
        {
            types.Declare(definition);
        }

        return [.. types.Types];
    }

    private static WitxModule? Module(WitxDocument document, ModuleOptions options) =>
        options.Name is null ? document.Modules.FirstOrDefault() : document.Modules.FirstOrDefault(module => module.Name == options.Name);

    private static string Simple(string name) => name.Split('<')[0];

    /// <summary>What every class inherits.</summary>
    private static readonly string[] s_object =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];
}
