using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Witx.Bindings.Architecture.Tests.Rules;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>An assembly that a test compiles from C# in memory.</summary>
internal static class FixtureAssembly
{
    public const string Name = "Fixture";

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles sources and reads their uses. A source that is not valid C# fails the test.</summary>
    public static IReadOnlyCollection<TypeUse> Read(params string[] sources) => UseReader.Read(Compile(sources));

    /// <summary>Compiles sources and reads their string literals.</summary>
    public static IReadOnlyCollection<TextLiteral> ReadLiterals(params string[] sources) => UseReader.ReadLiterals(Compile(sources));

    private static MemoryStream Compile(string[] sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            Name,
            sources.Select(static source => CSharpSyntaxTree.ParseText(source)),
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream);
        if (!result.Success) throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));

        stream.Position = 0;
        return stream;
    }
}
