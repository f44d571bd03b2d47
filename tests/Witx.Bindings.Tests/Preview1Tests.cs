using System;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Tests.Hosts;
using Xunit;
using static Witx.Bindings.Tests.Hosts.Abi;

namespace Witx.Bindings.Tests;

/// <summary>Tests of the generated functions of preview1, called through the generated table like a guest calls them.</summary>
public sealed class Preview1Tests
{
    private readonly Preview1 _host = new();
    private readonly Call _guest;

    public Preview1Tests() => _guest = new Call(_host);

    [Fact]
    public void FunctionTable_OfPreview1_Contains46Functions()
    {
        ReadOnlySpan<HostFunction> functions = ((IHostModule)_host).Functions;
        Assert.Equal(46, functions.Length);
        foreach (HostFunction function in functions)
        {
            Assert.Equal("wasi_snapshot_preview1", function.Module);
        }
    }

    [Fact]
    public void FdTell_Success_WritesTheOffsetToItsOutPointer()
    {
        Assert.Equal(0, _guest.Invoke("fd_tell", 3, 8));
        Assert.Equal(0x1234_5678_9abcUL, _guest.U64(8));
    }

    [Fact]
    public void FdTell_Failure_DoesNotWriteItsOutPointer()
    {
        Assert.Equal((long)Errno.Badf, _guest.Invoke("fd_tell", 4, 8));
        Assert.Equal(0UL, _guest.U64(8));
    }

    [Theory]
    [InlineData(65536 - 4, GuestFault.Misaligned)]
    [InlineData(65536, GuestFault.OutOfBounds)]
    [InlineData(4, GuestFault.Misaligned)]
    public void FdTell_BadOutPointer_ThrowsBeforeTheCall(int address, GuestFault fault) =>
        Assert.Equal(fault, Assert.Throws<GuestFaultException>(() => _guest.Invoke("fd_tell", 3, address)).Fault);

    [Fact]
    public void ArgsSizesGet_TupleResult_IsWrittenToTwoOutPointers()
    {
        Assert.Equal(0, _guest.Invoke("args_sizes_get", 4, 8));
        Assert.Equal((2u, 12u), (_guest.U32(4), _guest.U32(8)));
    }

    [Fact]
    public void FdWrite_ListOfVectors_ReadsTheBuffers()
    {
        _guest.Put(16, 100, 5, 200, 6);
        _guest.Put(100, "hello"u8);
        _guest.Put(200, " world"u8);
        Assert.Equal(0, _guest.Invoke("fd_write", 1, 16, 2, 8));
        Assert.Equal("hello world", Encoding.UTF8.GetString(_host.Written.ToArray()));
        Assert.Equal(11u, _guest.U32(8));
    }

    [Fact]
    public void PathOpen_StringAndFlags_AreDecoded()
    {
        _guest.Put(100, "añb"u8);
        Assert.Equal(0, _guest.Invoke("path_open", 3, 1, 100, 4, 9, 2L, 0L, 4, 8));
        Assert.Equal("añb SymlinkFollow Creat, Trunc FdRead Nonblock", _host.Opened);
        Assert.Equal(7u, _guest.U32(8));
    }

    [Fact]
    public void PathOpen_UnknownFlag_ReturnsInval() =>
        Assert.Equal((long)Errno.Inval, _guest.Invoke("path_open", 3, 2, 100, 4, 9, 2L, 0L, 4, 8));

    [Fact]
    public void PathOpen_InvalidUtf8_ReturnsIlseq()
    {
        _guest.Put(100, [0xc3, 0x28]);
        Assert.Equal((long)Errno.Ilseq, _guest.Invoke("path_open", 3, 0, 100, 2, 0, 0L, 0L, 0, 8));
    }

    [Fact]
    public void FdFilestatGet_RecordResult_DoesNotChangePadding()
    {
        _guest.Memory.AsSpan(64, 64).Fill(0xee);
        Assert.Equal(0, _guest.Invoke("fd_filestat_get", 3, 64));
        Assert.Equal(
            "0100000000000000" + "0200000000000000" + "04EEEEEEEEEEEEEE" + "0300000000000000"
            + "0400000000000000" + "0500000000000000" + "0600000000000000" + "0700000000000000",
            Convert.ToHexString(_guest.Memory.AsSpan(64, 64)));
    }

    [Fact]
    public void PollOneoff_VariantsInRecords_AreReadAndWritten()
    {
        _guest.Put(64, 11, 0, 0, 0, 0, 0, 99, 0);
        _guest.Put(64 + 48, 22, 0, 1, 0, 5);
        Assert.Equal(0, _guest.Invoke("poll_oneoff", 64, 256, 2, 8));
        Assert.Equal(2u, _guest.U32(8));
        Assert.Equal((11UL, (uint)Errno.Success), (_guest.U64(256), _guest.U32(264)));
        Assert.Equal((22UL, (uint)Errno.Notsup | ((uint)Eventtype.FdRead << 16)), (_guest.U64(288), _guest.U32(296)));
    }

    [Fact]
    public void PollOneoff_UnknownTag_ReturnsInval()
    {
        _guest.Put(64, 11, 0, 3);
        Assert.Equal((long)Errno.Inval, _guest.Invoke("poll_oneoff", 64, 256, 1, 8));
    }

    [Fact]
    public void FdClose_NotImplemented_ReturnsNosys() => Assert.Equal((long)Errno.Nosys, _guest.Invoke("fd_close", 3));

    [Fact]
    public void ProcExit_ExceptionOfTheHost_IsThrownUnchanged() =>
        Assert.Equal("exit 3", Assert.Throws<InvalidOperationException>(() => _guest.Invoke("proc_exit", 3)).Message);
}
