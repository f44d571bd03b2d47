using System.Linq;
using System.Threading;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>
/// What becomes of an annotated class: what is written for it, and what is wrong. Errors are the generator's own to report: where a file
/// is not found or a function is left out, the user's methods lack their declarations, and the compiler stops at that before it asks any
/// analyzer.
/// </summary>
/// <param name="Class">The full name of the class.</param>
/// <param name="Model">What is written; null where nothing can be.</param>
/// <param name="FileErrors">What is wrong with the witx files that it names.</param>
/// <param name="Errors">What is wrong with the class and its attributes.</param>
internal sealed record Binding(string Class, HostModel? Model, EquatableArray<WitxError> FileErrors, EquatableArray<Finding> Errors)
{
    public static Binding Of(WitxTarget target, WitxFileSet files, BuildOptions build, CancellationToken cancellation)
    {
        CheckedClass type = CheckedClass.Of(target, files, build, cancellation);
        return new Binding(
            target.Class.FullName,
            type.Model,
            [.. type.Document.Files.SelectMany(static file => file.Errors).Concat(type.Document.Errors)],
            [.. type.Findings.Where(static finding => finding.IsError)]);
    }
}
