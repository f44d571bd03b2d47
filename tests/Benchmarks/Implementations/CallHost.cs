using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Witx.Bindings;
using Witx.Bindings.Glue;

namespace Benchmarks.Implementations;

/// <summary>The host functions of <c>calls.wat</c>, which all implementations call. NoInlining keeps their cost equal.</summary>
[WitxModule("Implementations/calls.witx")]
internal sealed partial class CallHost
{
    private readonly ulong _offset = 42;

    private readonly Filestat _stat = new(1, 2, 4, 1, 4096, 5, 6, 7);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Errno Null() => Errno.Success;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial ulong Scalar(ulong value) => value + _offset;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Result<ulong, Errno> Tell(Fd fd) => fd.Value == 4 ? _offset : Errno.Badf;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Result<Filestat, Errno> Stat(Fd fd) => fd.Value == 4 ? _stat : Errno.Badf;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Result<uint, Errno> Sum(GuestMemory memory, GuestList<Iovec> iovs)
    {
        uint sum = 0;
        foreach (Iovec vector in iovs)
        {
            sum += Sum(memory.Slice(vector.Buf.Address, vector.BufLen));
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public partial Errno Text(GuestString path) => Text(path.Utf8);

    /// <summary>Creates the list for implementations without generated code.</summary>
    internal static GuestList<Iovec> List(GuestMemory memory, uint address, uint count) =>
        GuestReader.List<Iovec, WitxAbi.IovecCodec>(memory, address, count);

    /// <summary>Adds up the length and the first byte of a buffer.</summary>
    internal static uint Sum(ReadOnlySpan<byte> buffer) => (uint)buffer.Length + (buffer.IsEmpty ? 0u : buffer[0]);

    /// <summary>Checks a path that is known to be valid UTF-8.</summary>
    internal static Errno Text(ReadOnlySpan<byte> path) => path.Length == 16 && path[0] == (byte)'/' ? Errno.Success : Errno.Badf;

    /// <summary>Validates UTF-8 and checks the path, for implementations without generated code.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Errno CheckedText(ReadOnlySpan<byte> path) => Utf8.IsValid(path) ? Text(path) : Errno.Badf;
}
