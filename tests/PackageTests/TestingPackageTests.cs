using System;
using System.Linq;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace PackageTests;

/// <summary>Unit tests of a generated host, which use the testing kit from its packages alone.</summary>
public sealed class TestingPackageTests(PackageFeed feed)
{
    private const string Tests = """
        using Witx.Bindings.Testing;
        using Xunit;

        public sealed class KeyValueTests
        {
            private readonly TestGuest _guest = new(new KeyValueHost(new Dictionary<string, byte[]> { ["greeting"] = "hello"u8.ToArray() }));

            [Fact]
            public void Get_KnownKey_FillsTheBuffer()
            {
                byte[] buffer = new byte[8];
                Assert.Equal(5u, _guest.Call("get", "greeting", buffer).GetValue<uint>());
                Assert.Equal("hello\0\0\0"u8.ToArray(), buffer);
            }

            [Theory]
            [InlineData("farewell", 8, KeyValueHost.Errno.NotFound)]
            [InlineData("greeting", 4, KeyValueHost.Errno.TooSmall)]
            public void Get_UnknownKeyOrSmallBuffer_ReturnsTheError(string key, int length, KeyValueHost.Errno error) =>
                Assert.Equal(error, _guest.Call("get", key, new byte[length]).GetError<KeyValueHost.Errno>());
        }
        """;

    [Fact]
    public async Task UnitTests_WithTheTestingPackage_CallTheHost()
    {
        string version = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Single(static package => package.Attribute("Include")!.Value == "xunit.v3").Attribute("Version")!.Value;
        Project project = feed.Create(
            "units",
            [
                .. Readme.Files.Where(static file => file.Path != "Program.cs"),
                ("units.csproj", ProjectFile.CreateProgram("Witx.Bindings", "Witx.Bindings.Testing", $"xunit.v3/{version}")),
                ("KeyValueTests.cs", Tests),
            ]);

        DotnetResult run = (await project.DotnetAsync("run")).Succeeded();

        Assert.Contains("Total: 3, Errors: 0, Failed: 0", run.Output, StringComparison.Ordinal);
    }
}
