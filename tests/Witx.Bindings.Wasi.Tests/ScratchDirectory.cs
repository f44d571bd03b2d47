using System;
using System.IO;
using System.Threading;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>A new directory of the host's that goes with the test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public string Path { get; } = Directory.CreateTempSubdirectory("witx-bindings-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        // The engine's cache still writes from a thread of its own: what comes after the look at a directory keeps it from going.
        if (!SpinWait.SpinUntil(TryDelete, s_patience))
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
