using System;
using System.IO;

namespace Witx.Bindings.Tool.Tests;

/// <summary>A new directory of the host's that goes with the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("witx-tool-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and the directories on the way to it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        string path = this[name];
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
