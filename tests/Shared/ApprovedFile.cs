using System.IO;
using Xunit;

namespace Witx.Bindings.Testing;

/// <summary>Compares a text with a file of the repository that a reviewer has approved.</summary>
internal static class ApprovedFile
{
    /// <summary>Asserts that a text equals the approved file. Writes the text to another file if it differs.</summary>
    /// <param name="approved">The path of the approved file. A missing file counts as empty.</param>
    /// <param name="received">The path of the file to write if the text differs. It is deleted otherwise.</param>
    /// <param name="text">The text to compare, with line feeds.</param>
    public static void AssertEqual(string approved, string received, string text)
    {
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected == text)
        {
            File.Delete(received);
        }
        else
        {
            File.WriteAllText(received, text);
        }

        Assert.Equal(expected, text);
    }
}
