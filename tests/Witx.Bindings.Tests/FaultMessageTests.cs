using Xunit;

namespace Witx.Bindings.Tests;

/// <summary>Tests of fault messages at lengths beyond 32 bits. The memory has only a length: nothing reads its bytes.</summary>
public sealed class FaultMessageTests
{
    private const ulong FiveGiB = 5UL << 30;

    private delegate void Use(GuestMemory memory);

    [Fact]
    public void FaultMessage_ListWithMoreBytesThan64Bits_NamesCountAndElementSize() => Says(
        "A list of 18446744073709551615 elements of 4 bytes at address 0x10 is outside the guest's memory of 5368709120 bytes.",
        static memory => _ = new GuestList<uint>(memory, 0x10, ulong.MaxValue).Count);

    [Fact]
    public void FaultMessage_ListPartlyOutsideTheMemory_NamesItsBytes() => Says(
        "A range of 8 bytes at address 0x13ffffffc is outside the guest's memory of 5368709120 bytes.",
        static memory => _ = new GuestList<uint>(memory, FiveGiB - 4, 2).Count);

    [Fact]
    public void FaultMessage_ListWithMoreThan4GiElements_NamesCountAndElementSize() => Says(
        "A list of 4294967297 elements of 8 bytes at address 0x0 is outside the guest's memory of 5368709120 bytes.",
        static memory => _ = new GuestList<ulong>(memory, 0, 0x1_0000_0001).Count);

    [Fact]
    public void FaultMessage_StringLongerThanASpan_NamesTheSpanLimit() => Says(
        "A length of 3221225472 bytes exceeds the maximum of a span or an array.",
        static memory => _ = new GuestString(memory, 0, 3UL << 30).Length);

    [Fact]
    public void FaultMessage_StringLongerThanTheMemory_NamesItsBytes() => Says(
        "A range of 6442450944 bytes at address 0x0 is outside the guest's memory of 5368709120 bytes.",
        static memory => _ = new GuestString(memory, 0, 6UL << 30).Length);

    [Fact]
    public void FaultMessage_SliceLongerThanASpan_NamesTheSpanLimit() => Says(
        "A length of 2147483648 bytes exceeds the maximum of a span or an array.", static memory => memory.Slice(0x4000_0000, 1UL << 31));

    [Fact]
    public void FaultMessage_ArrayCopyLongerThanAnArray_NamesTheArrayLimit() => Says(
        "A length of 3221225472 elements exceeds the maximum of a span or an array.",
        static memory => _ = new GuestList<byte>(memory, 0, 3UL << 30).ToArray());

    private static void Says(string message, Use use)
    {
        byte origin = 0;
        GuestFaultException? fault = null;
        try
        {
            use(new GuestMemory(ref origin, FiveGiB));
        }
        catch (GuestFaultException caught)
        {
            fault = caught;
        }

        Assert.Equal((GuestFault.OutOfBounds, message), (fault?.Fault, fault?.Message));
    }
}
