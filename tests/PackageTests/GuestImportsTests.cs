using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>A guest in C# that has its imports from the package.</summary>
public sealed class GuestImportsTests(PackageFeed feed)
{
    [Fact]
    public async Task WitxImports_InALibraryOfAGuest_AreImportsOfTheAssembly()
    {
        string project = ProjectFile.OfLibrary("Contoso.Guest", "1.0.0", "Witx.Bindings").Replace(
            "<Nullable>",
            "<AllowUnsafeBlocks>true</AllowUnsafeBlocks><GenerateDocumentationFile>true</GenerateDocumentationFile><Nullable>");
        Project guest = feed.Create(
            "imports",
            [
                .. Readme.Files.Where(static file => file.Path == "kv.witx"),
                ("guest.csproj", project),
                ("Kv.cs", """
                    using Witx.Bindings;

                    namespace Contoso;

                    /// <summary>The host.</summary>
                    [WitxImports("kv.witx")]
                    public static partial class Kv;

                    /// <summary>A guest.</summary>
                    public static class Guest
                    {
                        /// <summary>Asks the host.</summary>
                        public static Kv.Errno Ask(byte[] buffer) => Kv.Get("greeting"u8, buffer, out _);
                    }
                    """),
            ]);

        (await guest.DotnetAsync("build", "-o", "out")).Succeeded();

        using PEReader assembly = new(File.OpenRead(Path.Combine(guest.Folder, "out", "guest.dll")));
        MetadataReader metadata = assembly.GetMetadataReader();
        MethodImport import = Assert.Single(
            metadata.MethodDefinitions.Select(method => metadata.GetMethodDefinition(method).GetImport()),
            static import => !import.Module.IsNil);
        Assert.Equal("get", metadata.GetString(import.Name));
        Assert.Equal("kv", metadata.GetString(metadata.GetModuleReference(import.Module).Name));
    }
}
