using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>Runs every operation of the library on a text and asserts its invariants.</summary>
internal static class InvariantChecker
{
    private static readonly HashSet<string> s_ids = [.. WitxErrors.All.Select(static kind => kind.Id)];

    /// <summary>Parses and resolves a text and asserts the invariants.</summary>
    public static WitxDocument Run(string text)
    {
        WitxFile file = WitxFile.Parse("hostile.witx", text);
        WitxDocument document = TestDocument.Resolve(file);
        foreach (WitxError error in document.AllErrors())
        {
            AssertPlaced(error, text);
        }

        Assert.Equal(file.Errors.OrderBy(static error => error.Location.Start), file.Errors);
        Assert.Equal(document.Errors.OrderBy(static error => error.Location.Start), document.Errors);
        foreach (PointerWidth width in new[] { PointerWidth.Bits32, PointerWidth.Bits64 })
        {
            foreach (TypeDefinition type in document.Types)
            {
                Layout layout = Layout.Create(type.Type, width);
                Assert.True(layout.Size > 0 && layout.Size % layout.Align is 0);
            }

            foreach (WitxFunction function in document.Modules.SelectMany(static module => module.Functions))
            {
                Assert.InRange(FunctionSignature.Create(function, width).Parameters.Length, 0, 1000);
            }
        }

        foreach (TypeDefinition type in document.Types.Take(20))
        {
            Assert.Equal(Representation.Equal, Representability.Compare(type.Type, type.Type));
        }

        return document;
    }

    private static void AssertPlaced(WitxError error, string text)
    {
        SourceLocation location = error.Location;
        bool isPlaced = location is { Start: >= 0, Length: >= 0, Line: >= 0, Column: >= 0 }
            && location.Start + location.Length <= text.Length
            && (location.EndLine, location.EndColumn).CompareTo((location.Line, location.Column)) >= 0;
        Assert.True(isPlaced, $"{error}");
        Assert.True(error.Message.Length > 0 && s_ids.Contains(error.Id), $"{error}");
    }
}
