using Xunit;

namespace Witx.Bindings.Tests;

public sealed class GuestMemoryTests
{
    [Theory]
    [InlineData(0UL, 0UL, true)]
    [InlineData(0UL, 16UL, true)]
    [InlineData(16UL, 0UL, true)]
    [InlineData(15UL, 1UL, true)]
    [InlineData(15UL, 2UL, false)]
    [InlineData(16UL, 1UL, false)]
    [InlineData(17UL, 0UL, false)]
    [InlineData(0xFFFF_FFFFUL, 1UL, false)]
    [InlineData(1UL, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, false)]
    public void GuestMemorySlice_OutsideTheMemory_ThrowsOutOfBounds(ulong address, ulong length, bool inBounds)
    {
        GuestFaultException? fault = null;
        try
        {
            Assert.Equal((int)length, new GuestMemory(new byte[16]).Slice(address, length).Length);
        }
        catch (GuestFaultException caught)
        {
            fault = caught;
        }

        Assert.Equal(inBounds, fault is null);
        Assert.True(fault is null or { Fault: GuestFault.OutOfBounds });
    }

    [Theory]
    [InlineData(4UL, 4U, true)]
    [InlineData(2UL, 4U, false)]
    [InlineData(3UL, 1U, true)]
    public void GuestMemorySlice_MisalignedAddress_ThrowsMisaligned(ulong address, uint alignment, bool aligned)
    {
        GuestFaultException? fault = null;
        try
        {
            _ = new GuestMemory(new byte[16]).Slice(address, 4, alignment);
        }
        catch (GuestFaultException caught)
        {
            fault = caught;
        }

        Assert.Equal(aligned, fault is null);
        Assert.True(fault is null or { Fault: GuestFault.Misaligned });
    }
}
