using Witx.Bindings.Generator.Emitting;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Compares generated code with a reviewed file.</summary>
internal static class Snapshot
{
    /// <summary>
    /// Compares text with <c>Snapshots/{name}.verified.cs</c>. On a difference writes <c>{name}.received.cs</c> beside it. The version is
    /// left out, so that a release does not change the snapshots.
    /// </summary>
    public static void Match(string name, string text)
    {
        string path = RepositoryFolder.GetPath("tests", "Witx.Bindings.Generator.Tests", "Output", "Snapshots", name);
        string version = HostEmitter.Version;
        ApprovedFile.AssertEqual(
            path + ".verified.cs",
            path + ".received.cs",
            text.Replace($"Generator\", \"{version}\"", "Generator\", \"*\"").Replace($"Witx.Bindings {version}.", "Witx.Bindings *."));
    }
}
