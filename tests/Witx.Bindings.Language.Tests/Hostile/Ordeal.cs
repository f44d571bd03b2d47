using System.Linq;
using Xunit;

namespace Witx.Bindings.Language.Tests;

/// <summary>All that the language can be asked about a text, whatever the text.</summary>
internal static class Ordeal
{
    /// <summary>Reads a text and asks everything; what holds for every text is asserted.</summary>
    public static WitxDocument Run(string text)
    {
        WitxFile file = WitxFile.Parse("hostile.witx", text);
        WitxDocument document = TestDocument.Resolve(file);
        Assert.All(document.AllErrors(), error => AssertPlaced(error, text));
        Assert.Equal(file.Errors.OrderBy(static error => error.Location.Start), file.Errors);
        Assert.Equal(document.Errors.OrderBy(static error => error.Location.Start), document.Errors);
        foreach (PointerWidth width in new[] { PointerWidth.Bits32, PointerWidth.Bits64 })
        {
            foreach (TypeDefinition type in document.Types)
            {
                Layout layout = Layout.Of(type.Type, width);
                Assert.True(layout.Size > 0 && layout.Size % layout.Align is 0);
            }

            foreach (WitxFunction function in document.Modules.SelectMany(static module => module.Functions))
            {
                Assert.InRange(FunctionSignature.Of(function, width).Parameters.Length, 0, 1000);
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
        Assert.InRange(location.Start, 0, text.Length);
        Assert.InRange(location.Start + location.Length, location.Start, text.Length);
        Assert.True(location.Line >= 0 && location.Column >= 0);
        Assert.True((location.EndLine, location.EndColumn).CompareTo((location.Line, location.Column)) >= 0);
        Assert.NotEqual("", error.Message);
        Assert.Contains(WitxErrors.All, kind => kind.Id == error.Id);
    }
}
