using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Compares documents of public interface files with the results of Rust parsers of several versions.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void CorpusFile_Resolved_MatchesTheTablesOfTheRustParsers()
    {
        (int files, int types, int functions, int lines) = (0, 0, 0, 0);
        List<string> differences = [];
        foreach (WitxFile file in Files())
        {
            foreach ((string parser, string path) in CorpusFolder.TablesOf(file))
            {
                WitxDocument document = TestDocument.Resolve([file], CorpusFolder.Beside(file));
                string[] expected = [.. File.ReadLines(path).Where(static line => line.Length > 0)];
                string[] actual = [.. Table.Write(document, parser)];
                differences.AddRange(document.AllErrors().Select(static error => $"{error.Location}: {error.Id} {error.Message}"));
                differences.AddRange(Differences(path, expected, actual));
                files++;
                types += document.Types.Length;
                functions += document.Modules.Sum(static module => module.Functions.Length);
                lines += expected.Length;
            }
        }

        output.WriteLine(
            $"{files} tables of {lines} lines: {types} types and {functions} functions compared, {differences.Count} differences.");
        Assert.Empty(differences);
        Assert.Equal(CorpusFolder.TableCount, files);
    }

    [Fact]
    public void CorpusFile_RejectedByEveryRustParser_HasErrors()
    {
        string[] accepted = [.. Files().Where(static file => !CorpusFolder.TablesOf(file).Any() && !file.Path.Contains("witxt_")
            && TestDocument.Resolve([file], CorpusFolder.Beside(file)).AllErrors().IsEmpty).Select(static file => file.Path)];
        Assert.Empty(accepted);
    }

    private static IEnumerable<WitxFile> Files()
    {
        CorpusFolder.SkipIfMissing();
        return CorpusFolder.ReadAll();
    }

    private static IEnumerable<string> Differences(string path, string[] expected, string[] actual)
    {
        string name = Path.GetRelativePath(CorpusFolder.Tables, path);
        // Our constants are grouped by type, those of the tables are in source order.
        IEnumerable<string> missing = expected.Where(IsConstant).Except(actual.Where(IsConstant));
        (string[] left, string[] right) = (Others(expected), Others(actual));
        IEnumerable<string> different = left.Length != right.Length
            ? left.Except(right).Append($"{left.Length} lines expected, {right.Length} found")
            : left.Zip(right).Where(static pair => pair.First != pair.Second).Select(static pair => $"{pair.First} | {pair.Second}");
        return missing.Concat(different).Select(line => $"{name}: {line}");
    }

    private static bool IsConstant(string line) => line.StartsWith("C ", StringComparison.Ordinal);

    private static string[] Others(string[] lines) => [.. lines.Where(static line => !IsConstant(line))];
}
