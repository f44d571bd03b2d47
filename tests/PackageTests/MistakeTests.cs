using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace PackageTests;

/// <summary>Each message of a common mistake in the README's project says how to correct it.</summary>
public sealed class MistakeTests(MistakeTests.MistakeBuild build) : IClassFixture<MistakeTests.MistakeBuild>
{
    private const string WholeFile = "";

    // A folder, the file with the mistake, the text that it replaces, the mistake, and the message.
    private static readonly (string Folder, string File, string Right, string Wrong, string Message)[] s_mistakes =
    [
        ("UnknownType", "kv.witx", "(expected $size", "(expected $sise",
            @"kv\.witx\(10,30\): error WITX101: .*'\$sise'.*did you mean '\$size'\?"),
        ("SecondType", "kv.witx", "(typename $size u32)", "(typename $size u32)\n(typename $size u64)",
            @"kv\.witx\(3,11\): error WITX104: .*'\$size'.*kv\.witx\(2,11\)"),
        ("MissingFile", "kv.witx", "(typename $size u32)", "(use \"sizes.witx\")",
            @"kv\.witx\(2,6\): error WITX120: File 'sizes\.witx' was not found relative to this file"),
        ("OtherSignature", "KeyValueHost.cs", "Get(GuestString key,", "Get(string key,",
            @"KeyValueHost\.cs\(\d+,\d+\): error WITX317: .*"
            + @"declare the method as 'public partial Result<uint, Errno> Get\(GuestString key, GuestList<byte> buffer\)'"),
        ("OtherFile", "KeyValueHost.cs", "WitxModule(\"kv.witx\")", "WitxModule(\"vk.witx\")",
            @"KeyValueHost\.cs\(3,13\): error WITX303: Witx file 'vk\.witx' is not in the "
            + @"project's AdditionalFiles; did you mean 'kv\.witx'\?"),
        ("MissingMethod", "KeyValueHost.cs", WholeFile,
            "[Witx.Bindings.WitxModule(\"kv.witx\")] public sealed partial class KeyValueHost;",
            @"kv\.witx\(7,\d+\): error CS8795: .*KeyValueHost\.Get\("),
    ];

    public static TheoryData<string> Folders => [.. s_mistakes.Select(static mistake => mistake.Folder)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Mistake_Build_ReportsTheCorrection(string folder)
    {
        Assert.NotEqual(0, build.Result.ExitCode);
        string message = s_mistakes.Single(mistake => mistake.Folder == folder).Message;
        Assert.Matches($@"{folder}[/\\]{message}", build.Result.Output);
        Assert.DoesNotContain("CS8785", build.Result.Output);
    }

    /// <summary>One build for all mistakes, in which each is a project.</summary>
    public sealed class MistakeBuild(PackageFeed feed) : IAsyncLifetime
    {
        internal DotnetResult Result { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            List<(string Path, string Text)> files = [];
            foreach ((string folder, string file, string right, string wrong, _) in s_mistakes)
            {
                files.Add(($"{folder}/{folder}.csproj", ProjectFile.CreateProgram("Witx.Bindings", "Witx.Bindings.Wasmtime")));
                foreach ((string path, string text) in Readme.Files)
                {
                    Assert.True(path != file || text.Contains(right));
                    files.Add((Path.Combine(folder, path), path != file ? text : right == WholeFile ? wrong : text.Replace(right, wrong)));
                }
            }

            string projects = string.Concat(s_mistakes.Select(static mistake =>
                $"<Project Path=\"{mistake.Folder}/{mistake.Folder}.csproj\" />"));
            files.Add(("mistakes.slnx", $"<Solution>{projects}</Solution>"));
            Result = await feed.Create("mistakes", [.. files]).DotnetAsync("build", "mistakes.slnx");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
