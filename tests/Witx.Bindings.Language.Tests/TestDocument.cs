using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Creates documents from text in tests.</summary>
internal static class TestDocument
{
    public static WitxDocument Resolve(string text) => Resolve(WitxFile.Parse("test.witx", text));

    public static WitxDocument Resolve(WitxFile root, params WitxFile[] others) => Resolve([root], new WitxFileSet([root, .. others]));

    public static WitxDocument Resolve(IReadOnlyList<WitxFile> roots, WitxFileSet files) =>
        WitxResolver.Resolve(roots, files, TestContext.Current.CancellationToken);

    /// <summary>Gets the errors of each file, then those of the document.</summary>
    public static ImmutableArray<WitxError> AllErrors(this WitxDocument document) =>
        [.. document.Files.SelectMany(static file => file.Errors), .. document.Errors];
}
