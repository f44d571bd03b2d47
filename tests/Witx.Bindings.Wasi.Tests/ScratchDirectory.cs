using System;
using System.IO;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A new directory of the host's that goes with the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("witx-bindings-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
