using System.IO;
using System.Runtime.CompilerServices;
using Witx.Bindings.Language;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests;

/// <summary>Compares bindings with approved files, so that a reviewer sees each change.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData(GuestLanguage.C, "h")]
    [InlineData(GuestLanguage.Rust, "rs")]
    [InlineData(GuestLanguage.CSharp, "cs")]
    public void Forms_InEachLanguage_MatchTheApprovedFile(GuestLanguage language, string extension)
    {
        WitxDocument document = TestDocument.Load("tests", "Witx.Bindings.Guests.Tests", "Snapshots", "forms.witx");
        GuestBindingsOptions options = new("forms") { Sources = ["forms.witx"], Namespace = "Example" };
        string text = GuestBindings.Write(document, language, options);
        string approved = Path.Combine(GetFolder(), "Snapshots", $"Forms.verified.{extension}");
        ApprovedFile.AssertEqual(approved, approved.Replace(".verified.", ".received."), text);
    }

    private static string GetFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
