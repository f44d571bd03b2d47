using System;

namespace Witx.Bindings.Wasi;

/// <summary>A thread of a process: one instance of its module, one thread of the host. What it keeps from call to call spares calls to allocate.</summary>
internal sealed class WasiThread(WasiProcess process) : IDisposable
{
    private const int FewVectors = 16;

    private readonly byte[] _path = new byte[process.Limits.MaxPathLength];
    private readonly byte[] _newPath = new byte[process.Limits.MaxPathLength];
    private readonly int _maxVectors = process.Limits.MaxVectors;
    private Watch[] _watches = [];
    private IoVector[] _vectors = new IoVector[FewVectors];

    internal WasiProcess Process => process;

    internal Waiter Waiter { get; } = new(process.Ending, process.Clock);

    /// <summary>Room for a path: guests that share their memory can change it while it is looked at.</summary>
    internal Span<byte> Path => _path;

    /// <summary>Room for a second path.</summary>
    internal Span<byte> NewPath => _newPath;

    /// <summary>Room for as many vectors as one call serves.</summary>
    internal Span<IoVector> Vectors(long count)
    {
        if (count > _vectors.Length)
        {
            _vectors = new IoVector[Math.Max(FewVectors, _maxVectors)];
        }

        return _vectors.AsSpan(0, (int)Math.Min(count, _maxVectors));
    }

    /// <summary>Room for what is waited for at once.</summary>
    internal Span<Watch> Watches(int count)
    {
        if (count > _watches.Length)
        {
            _watches = new Watch[count];
        }

        return _watches.AsSpan(0, count);
    }

    public void Dispose() => Waiter.Dispose();
}
