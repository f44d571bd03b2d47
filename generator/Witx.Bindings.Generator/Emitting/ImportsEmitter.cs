using System.Linq;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Resolving;
using Witx.Bindings.Guests;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Emitting;

/// <summary>Writes the generated file of one class of imports.</summary>
internal static class ImportsEmitter
{
    /// <summary>Writes the functions and types of a class whose files have no errors.</summary>
    public static GeneratedImports Write(ResolvedClass resolved)
    {
        ClassDeclaration declaration = resolved.Class.Declaration;
        GuestBindingsOptions options = new(declaration.Name)
        {
            IsPart = true,
            Namespace = declaration.Namespace,
            Sources = [.. resolved.Roots.OfType<WitxFile>().Select(WitxFileLookup.GetFileName)],
        };
        return new GeneratedImports(
            declaration.GetFileName("-imports"), GuestBindings.Write(resolved.Document, GuestLanguage.CSharp, options));
    }
}
