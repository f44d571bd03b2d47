using System.Collections.Generic;
using System.IO;
using System.Linq;
using Witx.Bindings.Language;
using Witx.Bindings.Language.Tests;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests;

/// <summary>Resolves interfaces for tests.</summary>
internal static class TestDocument
{
    /// <summary>Resolves one interface without errors.</summary>
    public static WitxDocument Resolve(string text)
    {
        WitxFile file = WitxFile.Parse("test.witx", text);
        WitxDocument document = WitxResolver.Resolve(file, new WitxFileSet([file]), TestContext.Current.CancellationToken);
        Assert.Empty(file.Errors);
        Assert.Empty(document.Errors);
        return document;
    }

    /// <summary>Resolves an interface file of the repository.</summary>
    public static WitxDocument Load(params string[] path)
    {
        string root = RepositoryFolder.GetPath(path);
        WitxFileSet files = WitxFileSet.Load([root], static path => File.Exists(path) ? File.ReadAllText(path) : null);
        WitxDocument document = WitxResolver.Resolve(files.Find(root)!, files, TestContext.Current.CancellationToken);
        Assert.Empty(document.Errors);
        return document;
    }

    /// <summary>Resolves each public interface file that a Rust parser accepts. Skips the test if there are none.</summary>
    public static IEnumerable<(string Name, WitxDocument Document)> LoadCorpus()
    {
        CorpusFolder.SkipIfMissing();
        foreach (WitxFile file in CorpusFolder.ReadAll())
        {
            WitxDocument document = WitxResolver.Resolve(file, CorpusFolder.Beside(file), TestContext.Current.CancellationToken);
            if (document.Errors.IsEmpty && document.Files.All(static each => each.Errors.IsEmpty))
            {
                string path = Path.GetRelativePath(CorpusFolder.Interfaces, file.Path);
                yield return (string.Concat(path.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_')), document);
            }
        }
    }
}
