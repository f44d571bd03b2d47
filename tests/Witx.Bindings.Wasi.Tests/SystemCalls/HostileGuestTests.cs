using System;
using System.Linq;
using System.Security.Cryptography;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Guests that pass addresses outside their memory, overlapping vectors and invalid numbers.</summary>
public sealed class HostileGuestTests
{
    private const int ManyVectorsAt = 0x8000;

    private const uint End = TestGuest.MemoryLength;

    public static readonly TheoryData<uint> Outside = [End - 1, End, End + 4, uint.MaxValue, uint.MaxValue - 3];

    [Theory]
    [MemberData(nameof(Outside))]
    public void Call_AddressOutsideTheMemory_Traps(uint address)
    {
        using TestGuest guest = new();
        AssertTraps(() => guest.Call("fd_read", 0, address, 1, 0));
        AssertTraps(() => guest.Call("fd_read", 0, VectorsAt, 1, address));
        AssertTraps(() => guest.Call("fd_seek", 0, 0, 0, address));
        AssertTraps(() => guest.Call("fd_fdstat_get", 0, address));
        AssertTraps(() => guest.Call("fd_filestat_get", 0, address));
        AssertTraps(() => guest.Call("path_open", 3, 0, address, 8, 0, 0, 0, 0, ResultAt));
        AssertTraps(() => guest.Call("random_get", address, 8));
        AssertTraps(() => guest.Call("args_sizes_get", address, 0));
        AssertTraps(() => guest.Call("poll_oneoff", address, 0, 1, ResultAt));
        AssertTraps(() => guest.Call("poll_oneoff", 0, address, 1, ResultAt));
    }

    [Fact]
    public void Call_AddressAtTheEndOfMemory_IsValidForItsLength()
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Success, guest.Call("random_get", End, 0));
        Assert.Equal(Errno.Success, guest.Call("random_get", End - 1, 1));
        Assert.Equal(Errno.Success, guest.Call("fd_read", 0, End, 0, End - 4));
        Assert.Equal(Errno.Badf, guest.Call("fd_seek", 99, 0, 0, End - 8));
    }

    [Theory]
    [InlineData("fd_read", 0x2000_0000u)]
    [InlineData("fd_write", 0x2000_0000u)]
    [InlineData("fd_read", 0x2000_0001u)]
    [InlineData("fd_read", uint.MaxValue)]
    public void VectorList_LengthOverflows_Traps(string function, uint count)
    {
        using TestGuest guest = new();
        AssertTraps(() => guest.Call(function, 1, 0, count, ResultAt));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(-1, 1)]
    [InlineData((int)End, 1)]
    [InlineData((int)End - 1, 2)]
    [InlineData(-1, -1)]
    public void Vector_OutsideTheMemory_TrapsBeforeAnythingIsRead(int address, int length)
    {
        using TestGuest guest = new(new WasiOptions { Input = WasiInput.FromText("text") });
        guest.Vectors(BufferAt, 4, address, length);
        AssertTraps(() => guest.Call("fd_read", 0, VectorsAt, 2, ResultAt));
        Assert.Equal(Errno.Success, guest.Read(0, 4, out string text));
        Assert.Equal("text", text);
    }

    [Fact]
    public void Vector_EmptyAtTheEndOfMemory_IsValid()
    {
        using TestGuest guest = new();
        guest.Vectors((int)End, 0, (int)End - 1, 1);
        Assert.Equal(Errno.Success, guest.Call("fd_write", 1, VectorsAt, 2, ResultAt));
        Assert.Equal(1u, guest.UInt32(ResultAt));
    }

    [Fact]
    public void VectorList_MoreThanMaxCount_IsTransferredInPart()
    {
        using TestGuest guest = new(new WasiOptions { Input = WasiInput.FromBytes(new byte[4096]) });
        for (int i = 0; i < 2000; i++)
        {
            BitConverter.TryWriteBytes(guest.Memory[(ManyVectorsAt + (8 * i))..], BufferAt);
            BitConverter.TryWriteBytes(guest.Memory[(ManyVectorsAt + (8 * i) + 4)..], 1);
        }

        Assert.Equal(Errno.Success, guest.Call("fd_read", 0, ManyVectorsAt, 2000, ResultAt));
        Assert.Equal((uint)IoVectors.MaxCount, guest.UInt32(ResultAt));
    }

    [Fact]
    public void VectorList_OverlappedByItsBuffers_IsReadOnce()
    {
        byte[] input = RandomNumberGenerator.GetBytes(64);
        using TestGuest guest = new(new WasiOptions { Input = WasiInput.FromBytes(input) });
        guest.Vectors(VectorsAt, 16, BufferAt, 48);
        Assert.Equal(Errno.Success, guest.Call("fd_read", 0, VectorsAt, 2, VectorsAt + 8));
        Assert.Equal(64u, guest.UInt32(VectorsAt + 8));
        Assert.Equal(input.AsSpan(0, 8), guest.Memory.Slice(VectorsAt, 8));
        Assert.Equal(input.AsSpan(16), guest.Memory.Slice(BufferAt, 48));
    }

    [Theory]
    [InlineData("clock_time_get", 9, 0, ResultAt)]
    [InlineData("fd_seek", 0, 0, 3, ResultAt)]
    [InlineData("fd_advise", 0, 0, 0, 6)]
    [InlineData("fd_fdstat_set_flags", 1, 32)]
    [InlineData("path_filestat_get", 3, 2, 0x300, 1, ResultAt)]
    [InlineData("proc_raise", 77)]
    public void Call_UnknownEnumValue_IsInval(string function, params int[] arguments)
    {
        using TestGuest guest = new();
        Assert.Equal(Errno.Inval, guest.Call(function, [.. arguments.Select(static argument => (ulong)argument)]));
    }

    [Fact]
    public void Path_InvalidString_ReturnsTheErrorOfItsDefect()
    {
        using ScratchDirectory scratch = new();
        using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))] });
        guest.Write(PathAt, [0xff, 0xfe, (byte)'a', 0]);
        Assert.Equal(Errno.Ilseq, guest.Call("path_create_directory", 3, PathAt, 3));
        Assert.Equal(Errno.Inval, guest.Call("path_create_directory", 3, PathAt + 2, 2));
        Assert.Equal(Errno.Noent, guest.Call("path_create_directory", 3, PathAt + 2, 0));
        Assert.Equal(Errno.Nametoolong, guest.Call("path_create_directory", 3, ManyVectorsAt, 5000));
    }

    [Fact]
    public void Preview1Call_ExtremeArguments_ReturnsAnErrnoOrAssertTraps()
    {
        ulong[] numbers =
        [
            0, 1, 2, 3, 4, 5, 7, 8, 0x100, 0x101, 0x1000, End - 8, End - 1, End, End + 1, 0x0fff_ffff, 0x2000_0000, 0x7fff_ffff,
            0x8000_0000, uint.MaxValue - 1, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue,
        ];
        using ScratchDirectory scratch = new();
        Random random = new(20);
        for (int round = 0; round < 40; round++)
        {
            using TestGuest guest = new(new WasiOptions { Mounts = [new("/", WasiDirectory.FromHostPath(scratch.Path))], Random = random });
            random.NextBytes(guest.Memory[..ResultAt]);
            foreach (string function in guest.Functions)
            {
                for (int attempt = 0; attempt < 10; attempt++)
                {
                    // All subscriptions are clocks that are due, so that poll_oneoff does not wait forever.
                    ulong[] arguments = [.. Enumerable.Range(0, 10).Select(_ => numbers[random.Next(numbers.Length)])];
                    guest.Memory.Slice(TextAt, 0x1000).Clear();
                    arguments[0] = function == "poll_oneoff" ? TextAt : arguments[0];
                    try
                    {
                        Assert.InRange(guest.Call(function, arguments), Errno.Success, Errno.Notcapable);
                    }
                    catch (Exception e) when (e is GuestFaultException or WasiExitException)
                    {
                    }

                    if (guest.Process.Shutdown.HasEnded)
                    {
                        break;
                    }
                }

                if (guest.Process.Shutdown.HasEnded)
                {
                    break;
                }
            }
        }
    }

    private static void AssertTraps(Func<Errno> call) => Assert.Equal(GuestFault.OutOfBounds, FaultOf(call));

    private static GuestFault FaultOf(Func<Errno> call)
    {
        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => _ = call());

        // An address outside the memory may also be misaligned, which is checked first.
        return fault.Fault == GuestFault.Misaligned ? GuestFault.OutOfBounds : fault.Fault;
    }
}
