using System;
using System.Text;
using System.Threading;

namespace Witx.Bindings.Wasi.Tests.Embedding;

/// <summary>A host of an embedder: its value for each key is the key in upper case.</summary>
[WitxModule("own.witx")]
internal sealed partial class OwnHost : IDisposable
{
    private int _disposals;

    /// <summary>The body of <c>act</c>.</summary>
    internal Func<uint, uint> OnAct { get; init; } = static argument => argument + 1;

    internal Action? OnDispose { get; init; }

    internal int Disposals => Volatile.Read(ref _disposals);

    public void Dispose()
    {
        Interlocked.Increment(ref _disposals);
        OnDispose?.Invoke();
    }

    public partial Result<uint, OwnErrno> Get(GuestString key, GuestList<byte> buffer)
    {
        byte[] value = Encoding.UTF8.GetBytes(key.ToString().ToUpperInvariant());
        return value.AsSpan().TryCopyTo(buffer.Span) ? (uint)value.Length : OwnErrno.NotFound;
    }

    public partial uint Act(uint argument) => OnAct(argument);
}
