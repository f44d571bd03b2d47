using System.Collections.Generic;
using System.Linq;

namespace PackageTests;

/// <summary>The project files of users: everything that is usual, warnings as errors, and packages.</summary>
internal static class ProjectFile
{
    private const string Any = "*-*";

    /// <summary>A program's.</summary>
    /// <param name="packages">Each as an id, whose newest version is meant, or as an id, a slash and a version.</param>
    public static string CreateProgram(params string[] packages) => Create("<OutputType>Exe</OutputType>", packages.Select(Reference));

    /// <summary>A service's, for ASP.NET Core.</summary>
    public static string CreateWebProgram(params string[] packages) => Create("", packages.Select(Reference), "Microsoft.NET.Sdk.Web");

    /// <summary>A program's in F#, whose files are compiled in this order.</summary>
    public static string CreateFSharpProgram(string[] files, params string[] packages) => Create(
        "<OutputType>Exe</OutputType>",
        [.. files.Select(static file => $"""<Compile Include="{file}" />"""), .. packages.Select(Reference)]);

    /// <summary>A library's, to be shipped as a package.</summary>
    public static string OfLibrary(string id, string version, params string[] packages) =>
        Create($"<PackageId>{id}</PackageId><Version>{version}</Version>", packages.Select(Reference));

    private static string Create(string properties, IEnumerable<string> items, string sdk = "Microsoft.NET.Sdk") =>
        $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            {properties}
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            {string.Concat(items)}
          </ItemGroup>
        </Project>
        """;

    private static string Reference(string package) =>
        package.Split('/') is [string id, string version]
            ? $"""<PackageReference Include="{id}" Version="{version}" />"""
            : $"""<PackageReference Include="{package}" Version="{Any}" />""";
}
