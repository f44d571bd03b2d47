using System;
using System.IO;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Compares text with a reviewed file.</summary>
internal static class Snapshot
{
    /// <summary>
    /// Compares text with <c>Snapshots/{name}.verified.cs</c>. On a difference writes <c>{name}.received.cs</c> beside it.
    /// </summary>
    public static void Match(string name, string text)
    {
        string path = Path.Combine(Project.Root(), "tests/Witx.Bindings.Generator.Tests/Output/Snapshots", name);
        string received = Scrub(text);
        string verified = File.Exists(path + ".verified.cs") ? File.ReadAllText(path + ".verified.cs") : "";
        File.Delete(path + ".received.cs");
        if (received != verified)
        {
            File.WriteAllText(path + ".received.cs", received);
            Assert.Fail($"{name}.received.cs differs from {name}.verified.cs {FirstDifference(received, verified)}");
        }
    }

    /// <summary>Removes the version, so that a release does not change the snapshots.</summary>
    private static string Scrub(string text) =>
        text.Replace("Generator\", \"0.1.0\"", "Generator\", \"*\"").Replace("Witx.Bindings 0.1.0.", "Witx.Bindings *.");

    private static string FirstDifference(string received, string verified)
    {
        string[] actual = received.Split('\n');
        string[] expected = verified.Split('\n');
        int line = 0;
        while (line < Math.Min(actual.Length, expected.Length) && actual[line] == expected[line])
        {
            line++;
        }

        return $"from line {line + 1} on:\n+ {actual[Math.Min(line, actual.Length - 1)]}\n- {expected[Math.Min(line, expected.Length - 1)]}";
    }
}
