using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>The interface files of this repository are valid, and match the standards in every name, number and signature.</summary>
public sealed class InterfaceTests(ITestOutputHelper output)
{
    private static readonly string s_folder = RepositoryFolder.GetPath("witx");

    // For 64-bit addresses the public file keeps `size` at 32 bits. C libraries and the other host use the pointer width, and so do we.
    private static readonly string[] s_wideFunctions = ["sock_listen", "resolve", "epoll_wait", "dlopen", "dlsym"];
    private static readonly string[] s_wideTypes = ["size", "prestat_dir"];

    private static readonly WitxFileSet s_files =
        new(Directory.EnumerateFiles(s_folder, "*.witx", SearchOption.AllDirectories).Select(CorpusFolder.Read));

    public static TheoryData<string> Roots =>
        [.. Directory.EnumerateFiles(s_folder, "*.witx").Select(static path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Roots))]
    public void Interface_OfThisRepository_HasNoErrors(string name)
    {
        WitxDocument document = Resolve(name);
        Assert.Empty(document.AllErrors());
        Assert.True(document.Types.Length + document.Modules.Length > 0);
    }

    [Theory]
    [InlineData("typenames.witx", "wasi-preview1/W3_2025-12-01_WebAssembly+WASI_legacy-preview1-witx/typenames.witx.v091.txt")]
    [InlineData(
        "wasi_snapshot_preview1.witx",
        "wasi-preview1/W3_2025-12-01_WebAssembly+WASI_legacy-preview1-witx/wasi_snapshot_preview1.witx.v091.txt")]
    [InlineData("wasi_unstable.witx", "wasi-preview0/W3_2025-12-01_WebAssembly+WASI_legacy-preview0-witx/wasi_unstable.witx.v091.txt")]
    public void Interface_OfThisRepository_MatchesTheStandardsTable(string name, string table)
    {
        string[] actual = [.. Table.Write(Resolve(name), "v091")];
        string[] expected = Expected(table);
        output.WriteLine($"{name}: {actual.Length} lines compared.");
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("wasix")]
    [InlineData("wasix64")]
    public void WasixFunctions_OfThisRepository_MatchTheStandardsTable(string parser)
    {
        string[] actual = [.. Table.Write(Resolve("wasix_v1.witx"), parser).Where(IsFunction)];
        string[] expected = Expected($"wasix/WX_2025-07-31_wasix-org+wasix-witx_phases-snapshot-witx/wasix_v1.witx.{parser}.txt");
        output.WriteLine($"{parser}: {actual.Length} functions compared.");
        string[] functions = [.. expected.Where(IsFunction)];
        Assert.Equal(functions.Select(Name), actual.Select(Name));
        IEnumerable<string> different =
            functions.Zip(actual).Where(static pair => pair.First != pair.Second).Select(static pair => Name(pair.First));
        Assert.Equal(parser == "wasix64" ? s_wideFunctions : [], different);
    }

    [Theory]
    [InlineData("wasix")]
    [InlineData("wasix64")]
    public void WasixTypes_ExceptPlaceholders_MatchTheStandardsTable(string parser)
    {
        Dictionary<string, string> actual = Types(Table.Write(Resolve("wasix_v1.witx"), parser));
        string[] expected = Expected($"wasix/WX_2025-07-31_wasix-org+wasix-witx_phases-snapshot-witx/wasix_v1.witx.{parser}.txt");
        // The public file has placeholder members named `hidden` for names that C headers define. Ours are the real names.
        Dictionary<string, string> types = Types(expected);
        KeyValuePair<string, string>[] real = [.. types.Where(static type => !type.Value.Contains("hidden", StringComparison.Ordinal))];
        output.WriteLine($"{parser}: {real.Length} of {types.Count} types compared, the others are stand-ins.");
        Assert.Equal(15, types.Count - real.Length);
        Assert.All(real, type =>
        {
            bool isWider = parser == "wasix64" && s_wideTypes.Contains(type.Key);
            Assert.Equal(
                isWider ? type.Value.Replace("size=4 align=4", "size=8 align=8", StringComparison.Ordinal) : type.Value, actual[type.Key]);
        });
    }

    /// <summary>
    /// Gets the lines of each type by its name. The `hidden` marker is ignored, because the public file uses it for placeholders.
    /// </summary>
    private static Dictionary<string, string> Types(IEnumerable<string> table)
    {
        Dictionary<string, string> types = [];
        string name = "";
        foreach (string line in table.Select(static line => line.StartsWith("H T ", StringComparison.Ordinal) ? line[2..] : line))
        {
            name = line[0] is ' ' ? name : line.StartsWith("T ", StringComparison.Ordinal) ? line.Split(' ')[1] : "";
            types[name] = types.GetValueOrDefault(name) + line + "\n";
        }

        _ = types.Remove("");
        return types;
    }

    [Fact]
    public void Preview1_Layouts_MatchThoseOfWasiLibc()
    {
        Dictionary<string, WitxType> types = Resolve("wasi_snapshot_preview1.witx").Types
            .ToDictionary(static type => type.Name, static type => type.Type);
        (string Name, uint Size, uint Align)[] known =
        [
            ("filestat", 64, 8), ("fdstat", 24, 8), ("dirent", 24, 8), ("event", 32, 8), ("subscription", 48, 8), ("subscription_u", 40, 8),
            ("prestat", 8, 4), ("iovec", 8, 4), ("errno", 2, 2), ("clockid", 4, 4), ("rights", 8, 8), ("whence", 1, 1),
        ];
        Assert.All(known, item =>
        {
            Layout layout = Layout.Create(types[item.Name], PointerWidth.Bits32);
            Assert.Equal(item, (item.Name, layout.Size, layout.Align));
        });
        Assert.Equal(8U, Layout.Create(types["subscription_u"], PointerWidth.Bits32).PayloadOffset);
        Assert.Equal(4U, Layout.Create(types["prestat"], PointerWidth.Bits32).PayloadOffset);
    }

    private static WitxDocument Resolve(string name) => TestDocument.Resolve([s_files.Find(Path.Combine(s_folder, name))!], s_files);

    private static string[] Expected(string table)
    {
        CorpusFolder.SkipIfMissing();
        return [.. File.ReadLines(Path.Combine(CorpusFolder.Tables, table)).Where(static line => line.Length > 0)];
    }

    private static string Name(string line) => line.Split(' ')[1];

    private static bool IsFunction(string line) => line.StartsWith("F ", StringComparison.Ordinal);
}
