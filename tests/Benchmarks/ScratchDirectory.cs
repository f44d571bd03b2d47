using System;
using System.IO;

namespace Benchmarks;

/// <summary>A directory that goes when it is done with.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("witx-bench-");

    internal string Path => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);
}
