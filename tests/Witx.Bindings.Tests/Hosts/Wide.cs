namespace Witx.Bindings.Tests.Hosts;

[WitxModule("wide.witx", PointerWidth = 64, GenerateDescription = true, Missing = MissingFunction.Trap)]
internal sealed partial class Wide
{
    public partial Result<ulong, Errno> Lengths(GuestMemory memory, GuestList<Iovec> iovs, ulong more)
    {
        foreach (Iovec iov in iovs)
        {
            more += (ulong)iov.Buf.AsList(memory, iov.BufLen).Count;
        }

        return more;
    }

    public partial Result<Found, Errno> Find(GuestMemory memory, GuestString text, GuestRef<Iovec> at) =>
        new Found(new(0x1_0000_0008, (ulong)text.Length), new(at.Address), 7);
}

/// <summary>A host of the same interface for 32-bit guests. Its result does not fit in 32 bits.</summary>
[WitxModule("wide.witx", Missing = MissingFunction.Trap)]
internal sealed partial class Narrow
{
    public partial Result<Found, Errno> Find(GuestMemory memory, GuestString text, GuestRef<Iovec> at) =>
        new Found(new(0x1_0000_0008, 1), new(at.Address), 7);
}
