using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator;

/// <summary>An attribute that names a witx file, as it stands in the source.</summary>
/// <param name="Data">What it says.</param>
/// <param name="IsModule">Whether it is <c>[WitxModule]</c>; else it is <c>[WitxTypes]</c>.</param>
/// <param name="Path">The path that it gives.</param>
/// <param name="File">The file of that path, where there is one.</param>
internal sealed record WitxAttribute(AttributeData Data, bool IsModule, string Path, WitxFile? File)
{
    public static ImmutableArray<WitxAttribute> Of(INamedTypeSymbol type, WitxProject project) =>
    [
        .. from data in type.GetAttributes()
           let name = data.AttributeClass?.ToDisplayString()
           where name is TargetReader.ModuleAttribute or TargetReader.TypesAttribute && data.ConstructorArguments is [{ Value: string }, ..]
           let path = (string)data.ConstructorArguments[0].Value!
           select new WitxAttribute(
               data, name is TargetReader.ModuleAttribute, path, Documents.Find(project.Files, path, project.Build.ProjectDirectory)),
    ];

    /// <summary>Where the path stands.</summary>
    public Location PathLocation(CancellationToken cancellation) => LocationOf(Data, 0, cancellation);

    /// <summary>Where a property is set; the whole attribute when it is not.</summary>
    public Location LocationOf(string property, CancellationToken cancellation) => LocationOf(Data, property, cancellation);

    /// <summary>Where an argument of an attribute stands.</summary>
    public static Location LocationOf(AttributeData data, int argument, CancellationToken cancellation) =>
        Arguments(data, cancellation).Where(static each => each.NameEquals is null).ElementAtOrDefault(argument)?.Expression.GetLocation()
        ?? LocationOf(data, cancellation);

    /// <summary>Where a property of an attribute is set.</summary>
    public static Location LocationOf(AttributeData data, string property, CancellationToken cancellation) =>
        Arguments(data, cancellation).FirstOrDefault(each => each.NameEquals?.Name.Identifier.ValueText == property)?.Expression.GetLocation()
        ?? LocationOf(data, cancellation);

    private static Location LocationOf(AttributeData data, CancellationToken cancellation) =>
        data.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation() ?? Location.None;

    private static SeparatedSyntaxList<AttributeArgumentSyntax> Arguments(AttributeData data, CancellationToken cancellation) =>
        data.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax { ArgumentList.Arguments: var arguments } ? arguments : default;
}
