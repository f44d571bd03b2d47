using System;
using System.IO;
using System.Threading;

namespace Witx.Bindings.Testing;

/// <summary>A new temporary directory, which <see cref="Dispose"/> deletes.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <summary>The absolute path of the directory.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("witx-bindings-").FullName;

    /// <summary>Gets the path of an entry, which need not exist.</summary>
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

    public void Dispose()
    {
        // The engine's cache may still write from another thread: a file created during the deletion makes it fail.
        if (!SpinWait.SpinUntil(TryDelete, s_timeout))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
