using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Generator.Collections;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Model;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Reads annotated classes from symbols into plain data.</summary>
internal static class AnnotatedClassReader
{
    public const string ModuleAttribute = "Witx.Bindings.WitxModuleAttribute";
    public const string TypesAttribute = "Witx.Bindings.WitxTypesAttribute";
    public const string ImportsAttribute = "Witx.Bindings.WitxImportsAttribute";
    public const string FaultsAttribute = "Witx.Bindings.WitxFaultsAttribute";
    public const string NameAttribute = "Witx.Bindings.WitxNameAttribute";
    public const string SourceAttribute = "Witx.Bindings.Glue.WitxSourceAttribute";

    /// <summary>
    /// Reads a class with <c>[WitxModule]</c>; null for all but the first part of a class that has the attribute on several.
    /// </summary>
    public static LocatedClass? ReadHost(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Read(context, ModuleAttribute, ReadHost, cancellation);

    /// <summary>Reads a class with <c>[WitxTypes]</c>.</summary>
    public static LocatedClass? ReadTypes(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Read(context, TypesAttribute, ReadTypes, cancellation);

    /// <summary>Reads a class with <c>[WitxImports]</c>.</summary>
    public static LocatedClass? ReadImports(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Read(context, ImportsAttribute, ReadImports, cancellation);

    /// <summary>Reads an annotated class.</summary>
    public static AnnotatedClass Read(INamedTypeSymbol type) =>
        !Attributes(type, ModuleAttribute).IsEmpty ? ReadHost(type)
        : !Attributes(type, TypesAttribute).IsEmpty ? ReadTypes(type)
        : ReadImports(type);

    /// <summary>Reads a class of shared types.</summary>
    private static AnnotatedClass ReadTypes(INamedTypeSymbol type)
    {
        EquatableArray<ClassObstacle> obstacles = [.. ClassObstacleReader.Read(type, AnnotatedKind.SharedTypes)];
        return new AnnotatedClass(
            AnnotatedKind.SharedTypes,
            ClassDeclarationReader.Read(type, obstacles.Count == 0),
            Path(Attributes(type, TypesAttribute)[0]) ?? "",
            [],
            ReadFaults(type),
            ReadNames(type),
            [],
            null,
            null,
            [],
            [.. ReadMembers(type)],
            [],
            obstacles);
    }

    /// <summary>Reads a class of imports. The attributes and members that only hosts and types use are not read.</summary>
    private static AnnotatedClass ReadImports(INamedTypeSymbol type)
    {
        EquatableArray<ClassObstacle> obstacles = [.. ClassObstacleReader.Read(type, AnnotatedKind.Imports)];
        return new AnnotatedClass(
            AnnotatedKind.Imports,
            ClassDeclarationReader.Read(type, obstacles.Count == 0),
            Path(Attributes(type, ImportsAttribute)[0]) ?? "",
            [],
            new FaultErrors(null, null, null, null),
            [],
            [],
            null,
            null,
            [],
            [],
            [],
            obstacles);
    }

    /// <summary>Reads a host.</summary>
    private static AnnotatedClass ReadHost(INamedTypeSymbol type)
    {
        ImmutableArray<AttributeData> modules = Attributes(type, ModuleAttribute);
        EquatableArray<ClassObstacle> obstacles = [.. ClassObstacleReader.Read(type, AnnotatedKind.Host)];
        EquatableArray<WrittenMember> written = [.. ReadMembers(type)];
        return new AnnotatedClass(
            AnnotatedKind.Host,
            ClassDeclarationReader.Read(type, obstacles.Count == 0),
            "",
            [.. modules.Select(ReadModule)],
            ReadFaults(type),
            ReadNames(type),
            [
                .. written.Where(static member => member.Method is not null).Select(static member => member.Name).Distinct().OrderBy(
                    static name => name, StringComparer.Ordinal),
            ],
            modules.Select(static module => Named(module, "Types")?.Value).OfType<INamedTypeSymbol>().Select(ReadHome).FirstOrDefault(),
            ReadBase(type),
            [
                .. from i in Enumerable.Range(0, modules.Length)
                   let types = Named(modules[i], "Types")?.Value as INamedTypeSymbol
                   where types is not null
                   select new TypesArgument(
                       i, types.Name, !Attributes(types, TypesAttribute).IsEmpty, !types.DeclaringSyntaxReferences.IsEmpty),
            ],
            written,
            [.. InheritedHookReader.Read(type)],
            obstacles);
    }

    private static AnnotatedClass? ReadBase(INamedTypeSymbol type)
    {
        INamedTypeSymbol? @base = type.BaseType;
        while (@base is not null && Attributes(@base, ModuleAttribute).IsEmpty)
        {
            @base = @base.BaseType;
        }

        return @base is null ? null : ReadHost(@base);
    }

    private static LocatedClass? Read(
        GeneratorAttributeSyntaxContext context,
        string attribute,
        Func<INamedTypeSymbol, AnnotatedClass> read,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        return Attributes(type, attribute)[0].ApplicationSyntaxReference is { } first
            && first.SyntaxTree == context.TargetNode.SyntaxTree
            && context.TargetNode.Span.Contains(first.Span)
            ? new LocatedClass(
                read(type),
                [.. DiagnosticAnchorReader.Read(type).Select(static anchor => LocatedAnchor.Create(anchor.Place, anchor.Location))])
            : null;
    }

    private static IEnumerable<WrittenMember> ReadMembers(INamedTypeSymbol type) =>
        WrittenMemberReader.Read(type).Select(static member => new WrittenMember(
            member.Name,
            member.Index,
            member.Symbol is IMethodSymbol method ? MethodSignatureReader.Read(method, member.Syntax.GetSyntax()) : null));

    public static ImmutableArray<AttributeData> Attributes(ISymbol symbol, string name) =>
        [.. symbol.GetAttributes().Where(attribute => attribute.AttributeClass?.ToDisplayString() == name)];

    public static string? Path(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: string path }, ..] ? path : null;

    private static ModuleOptions ReadModule(AttributeData attribute) => new(
        Path(attribute) ?? "",
        Text(attribute, "Module"),
        Named(attribute, "PointerWidth") is { Value: int width } ? width : 32,
        Named(attribute, "Missing") is { Value: int missing } ? (MissingFunction)missing : MissingFunction.CompileError,
        Text(attribute, "MissingError"),
        Named(attribute, "ReentrantFunctions") is { Kind: TypedConstantKind.Array, IsNull: false } names
            ? [.. names.Values.Select(static name => name.Value).OfType<string>()]
            : [],
        Named(attribute, "GenerateDescription") is { Value: true });

    private static FaultErrors ReadFaults(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is { BaseType: not null }; each = each.BaseType)
        {
            if (Attributes(each, FaultsAttribute).FirstOrDefault() is { } faults)
            {
                return new FaultErrors(
                    Text(faults, "OutOfBounds"),
                    Text(faults, "Misaligned"),
                    Text(faults, "UnknownValue"),
                    Text(faults, "InvalidUtf8"),
                    ReferenceEquals(each, type) ? null : new FaultBase(each.Name, !Attributes(each, ModuleAttribute).IsEmpty));
            }
        }

        return new FaultErrors(null, null, null, null);
    }

    private static EquatableArray<NameOverride> ReadNames(INamedTypeSymbol type) =>
    [
        .. from attribute in Attributes(type, NameAttribute)
           where attribute.ConstructorArguments is [{ Value: string }, { Value: string }]
           let name = new NameOverride((string)attribute.ConstructorArguments[0].Value!, (string)attribute.ConstructorArguments[1].Value!)
           orderby name.Witx
           select name,
    ];

    private static SharedTypesClass? ReadHome(INamedTypeSymbol types)
    {
        if (Attributes(types, TypesAttribute).FirstOrDefault() is not { } attribute || Path(attribute) is not { } path)
        {
            return null;
        }

        IEnumerable<EmbeddedWitxFile> carried =
            from source in types.DeclaringSyntaxReferences.IsEmpty ? Attributes(types, SourceAttribute) : []
            where source.ConstructorArguments is [{ Value: string }, { Value: string }]
            select new EmbeddedWitxFile((string)source.ConstructorArguments[0].Value!, (string)source.ConstructorArguments[1].Value!);
        return new SharedTypesClass(
            types.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            path,
            ReadNames(types),
            [.. carried],
            !ClassObstacleReader.Read(types, AnnotatedKind.SharedTypes).Any());
    }

    private static TypedConstant? Named(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.Where(argument => argument.Key == name)
            .Select(static argument => (TypedConstant?)argument.Value)
            .FirstOrDefault();

    private static string? Text(AttributeData? attribute, string name) => Named(attribute, name)?.Value as string;
}
