using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PackageTests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepositoryRoot").Value
        ?? throw new InvalidOperationException("the build did not say where the repository is");

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
