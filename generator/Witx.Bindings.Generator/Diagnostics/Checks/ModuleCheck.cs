using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>Whether the modules are there that the attributes mean, and whether they can be offered together.</summary>
internal static class ModuleCheck
{
    public static IEnumerable<Diagnostic> Of(CheckedClass type)
    {
        Dictionary<string, string> offered = [];
        foreach (OfferedModule module in type.Modules)
        {
            if (module.Attribute.File is { } file && Choice(type, module, file) is { } problem)
            {
                string property = module.Options.Name is null ? "" : nameof(module.Module);
                Location place = property.Length == 0
                    ? module.Attribute.PathLocation(type.Cancellation)
                    : module.Attribute.LocationOf(property, type.Cancellation);
                yield return Diagnostic.Create(
                    TargetErrors.ModuleNotFound, place, problem.Proposal.Properties, Documents.NameOf(file), problem.Text);
            }

            if (Width(type, module) is { } width)
            {
                yield return Diagnostic.Create(
                    TargetErrors.PointerWidth, module.Attribute.LocationOf(nameof(PointerWidth), type.Cancellation), width);
            }

            if (Repeated(module, offered) is { } repeated)
            {
                yield return repeated.At(module.Attribute.PathLocation(type.Cancellation));
            }
        }
    }

    private static (string Text, Proposal Proposal)? Choice(CheckedClass type, OfferedModule module, WitxFile file)
    {
        string[] own = [.. type.Document.Modules.Where(each => each.Location.Path == file.Path).Select(static each => each.Name)];
        if (module.Options.Name is { } name)
        {
            Proposal proposal = Proposal.For(name, type.Document.Modules.Select(static each => each.Name));
            return module.Module is null && type.IsSound ? ($"no module '{name}'{proposal}", proposal) : null;
        }

        return own.Length > 1 ? ($"several modules; choose one by Module = \"{string.Join("\" or \"", own)}\"", default)
            : module.Module is null && type.IsSound ? ("no module; for a file of types alone, write [WitxTypes]", default)
            : null;
    }

    private static string? Width(CheckedClass type, OfferedModule module) =>
        module.Options.PointerWidth is not (32 or 64) ? $"no guest has addresses of {module.Options.PointerWidth} bits; write 32, or 64 for guests of memory64"
        : module.Options.PointerWidth != type.Modules[0].Options.PointerWidth ? "all modules of one class are of one pointer width"
        : null;

    private static RepeatedFunctions? Repeated(OfferedModule module, Dictionary<string, string> offered)
    {
        if (module.Module is not { } own)
        {
            return null;
        }

        string[] again = [.. own.Functions.Select(static function => function.Name).Where(offered.ContainsKey)];
        string first = again.Length == 0 ? "" : offered[again[0]];
        foreach (WitxFunction function in own.Functions)
        {
            offered[function.Name] = own.Name;
        }

        return again.Length == 0 ? null : new RepeatedFunctions(own.Name, again, first);
    }

    /// <summary>Functions that an earlier module of the class has too.</summary>
    private sealed record RepeatedFunctions(string Module, IReadOnlyList<string> Functions, string First)
    {
        public Diagnostic At(Location place) => Diagnostic.Create(
            TargetErrors.DuplicateFunction,
            place,
            Module,
            Functions.Count == 1 ? $"'{Functions[0]}'" : $"'{Functions[0]}' and {Functions.Count - 1} more",
            First);
    }
}
