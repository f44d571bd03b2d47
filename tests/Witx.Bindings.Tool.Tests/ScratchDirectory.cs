using System;
using System.IO;

namespace Witx.Bindings.Tool.Tests;

/// <summary>A new temporary directory, which is deleted at the end of the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("witx-tool-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file and creates the directories above it.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string name, string text)
    {
        string path = this[name];
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
