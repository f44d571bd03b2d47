using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PackageTests;

/// <summary>The files and the metadata of every package that this checkout makes.</summary>
public sealed partial class PackageContentTests(PackageFeed feed)
{
    private const string Notices = "THIRD-PARTY-NOTICES.txt";

    // https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md#source-link-c-and-vb-compilers
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Fact]
    public void Package_Readme_IsItsOwnAndReadableOutsideTheRepository() =>
        EachPackage(static package =>
        {
            string readme = package.Text(package.Metadata("readme"));

            Assert.StartsWith($"# {NameOf(package)}\n", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.All(
                Link().Matches(readme),
                static link => Assert.StartsWith("https://", link.Groups["target"].Value, StringComparison.Ordinal));
            if (!package.Metadata("tags").Contains("dotnet-tool"))
            {
                Assert.Contains($"dotnet add package {package.Id}\n", readme, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void Package_ReadmeLinks_NameFilesOfTheRepository() =>
        EachPackage(static package => Assert.All(
            Link().Matches(package.Text("README.md")),
            link => Assert.True(File.Exists(Path.Combine(Repository.Root, FileOf(link.Groups["target"].Value, package))), link.Value)));

    [Fact]
    public void Package_Icon_IsAPngOf128Pixels() =>
        EachPackage(static package =>
        {
            ReadOnlySpan<byte> icon = package.Bytes(package.Metadata("icon"));

            Assert.Equal("PNG"u8, icon[1..4]);
            Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon[16..]), BinaryPrimitives.ReadInt32BigEndian(icon[20..])));
        });

    [Fact]
    public void Package_Metadata_TellsLicenceProjectAndCommit() =>
        EachPackage(static package =>
        {
            Assert.Equal("Apache-2.0", package.Metadata("license"));
            Assert.StartsWith("https://", package.Metadata("projectUrl"), StringComparison.Ordinal);
            Assert.StartsWith("https://", package.Repository("url"), StringComparison.Ordinal);
            Assert.Matches("^[0-9a-f]{40}$", package.Repository("commit"));
            Assert.EndsWith("/CHANGELOG.md", package.Metadata("releaseNotes"), StringComparison.Ordinal);
        });

    [Fact]
    public void Packages_DescriptionsAndTags_DifferFromEachOther()
    {
        List<(string Name, string Description, string Tags)> packages = [];
        EachPackage(package => packages.Add((NameOf(package), package.Metadata("description"), package.Metadata("tags"))));
        packages = [.. packages.DistinctBy(static package => package.Name)];

        Assert.Distinct(packages.Select(static package => package.Description));
        Assert.Distinct(packages.Select(static package => package.Tags));
        Assert.All(packages, static package => Assert.Contains("witx", package.Tags.Split(' ')));
    }

    /// <summary>A library or a program of others may be passed on only with its notice.</summary>
    [Fact]
    public void Package_EachFileOfOthers_IsNamedInItsNotices() =>
        EachPackage(static package =>
        {
            string[] files = [.. package.Paths.Where(IsBinary).Select(static path => path.Split('/')[^1])];
            string[] others =
            [
                .. files.Where(static file => !file.StartsWith("Witx.Bindings", StringComparison.Ordinal) && Path.HasExtension(file)),
            ];
            if (others.Length > 0 || files.Any(static file => file.StartsWith("Witx.Bindings.Language", StringComparison.Ordinal)))
            {
                string notices = package.Text(Notices);
                Assert.All(others, file => Assert.Contains(file, notices, StringComparison.Ordinal));
                Assert.Contains("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION", notices, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void CommandPackage_HasTheNoticesOfTheRuntimeThatItContains() =>
        EachPackage(static package =>
        {
            if (package.Paths.Any(static path => path.StartsWith("tools/", StringComparison.Ordinal) && path.Contains("wasmtime")))
            {
                Assert.Contains("license", package.Text("DOTNET-THIRD-PARTY-NOTICES.txt"), StringComparison.OrdinalIgnoreCase);
            }
        });

    [Fact]
    public void LibraryPackage_Symbols_LinkToTheSourcesOfItsCommit() =>
        EachPackage(package =>
        {
            foreach (
                string library in package.Paths.Where(
                    static path => path.StartsWith("lib/", StringComparison.Ordinal) && path.EndsWith(".dll")))
            {
                using PackageFile symbols = new(Path.Combine(feed.Folder, $"{package.Id}.{package.Metadata("version")}.snupkg"));

                string raw = package.Repository("url").Replace("https://github.com/", "https://raw.githubusercontent.com/");
                string link = SourceLinkOf(symbols.Bytes(Path.ChangeExtension(library, ".pdb")));
                Assert.Contains($"\"{raw}/{package.Repository("commit")}/*\"", link, StringComparison.Ordinal);
            }
        });

    [Fact]
    public void CentralPackageVersions_AreAllUsed()
    {
        string[] declared = [.. Items("Directory.Packages.props", "PackageVersion")];
        HashSet<string> used = [.. Directory.EnumerateFiles(Repository.Root, "*.*proj", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "tests/Directory.Build.props"))
            .SelectMany(static path => Items(Path.GetRelativePath(Repository.Root, path), "PackageReference"))];

        Assert.NotEmpty(declared);
        Assert.DoesNotContain(declared, package => !used.Contains(package));
    }

    private static IEnumerable<string> Items(string path, string item) =>
        XDocument.Parse(Repository.Read(path)).Descendants(item).Attributes("Include").Select(static include => include.Value);

    private static string SourceLinkOf(byte[] pdb)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbImage([.. pdb]);
        MetadataReader reader = provider.GetMetadataReader();
        CustomDebugInformation? link = reader.CustomDebugInformation
            .Select(handle => (CustomDebugInformation?)reader.GetCustomDebugInformation(handle))
            .FirstOrDefault(information => reader.GetGuid(information!.Value.Kind) == s_sourceLink);
        return link is { } found ? Encoding.UTF8.GetString(reader.GetBlobBytes(found.Value)) : "";
    }

    private static bool IsBinary(string path) => Path.GetExtension(path) is ".dll" or ".so" or ".dylib" or ".exe" or "";

    /// <summary>Gets the id without the machine of a package of the command, such as <c>Witx.Bindings.Tool.linux-x64</c>.</summary>
    private static string NameOf(PackageFile package) =>
        package.Id.StartsWith("Witx.Bindings.Tool", StringComparison.Ordinal) ? "Witx.Bindings.Tool" : package.Id;

    private static string FileOf(string link, PackageFile package) => link.Replace($"{package.Repository("url")}/blob/main/", "");

    private void EachPackage(Action<PackageFile> assert)
    {
        string[] files = Directory.GetFiles(feed.Folder, "Witx.Bindings*.nupkg");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using PackageFile package = new(file);
            assert(package);
        });
    }

    [GeneratedRegex(@"\[[^]]+\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
