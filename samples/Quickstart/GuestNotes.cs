using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;

namespace Quickstart;

/// <summary>Reads the results that the guest stored in its memory. The layout is at the top of <c>guest.wat</c>.</summary>
internal sealed class GuestNotes(Guest guest)
{
    // The offset of the field size in WASI's record filestat.
    private const int SizeOffset = 32;

    private readonly Memory _memory = guest.Instance.GetMemory("memory")!;

    public long SizeBefore => _memory.ReadInt64(1024 + SizeOffset);

    public long SizeAfter => _memory.ReadInt64(1088 + SizeOffset);

    public string Value => _memory.ReadString(1664, _memory.ReadInt32(1604), Encoding.UTF8);

    public (int Keys, long Bytes) Contents => (_memory.ReadInt32(1608), _memory.ReadInt64(1616));

    public int SyncErrno(int row) => _memory.ReadInt32(512 + (4 * row));

    public int StoreErrno(int call) => _memory.ReadInt32(1536 + (4 * call));
}
