using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Glue;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of hosts for 64-bit guests.</summary>
public sealed class WideTests
{
    private readonly Call _call = new(new Wide());

    [Fact]
    public void Signature_Of64BitGuest_HasI64Addresses()
    {
        HostFunction[] functions = ((IHostModule)new Wide()).Functions.ToArray();
        Assert.Equal("(i64 i64 i64 i64) -> (i32)", functions[0].Signature.ToString());
        Assert.Equal("(i64 i64 i64 i64) -> (i32)", functions[1].Signature.ToString());
    }

    [Fact]
    public void ListElement_Of64BitGuest_Has8ByteAddresses()
    {
        Put(64, 1000, 10, 2000, 20);
        Assert.Equal(0, _call.Invoke("lengths", 64L, 2L, 0x1_0000_0000L, 8L));
        Assert.Equal(0x1_0000_001EUL, _call.U64(8));
    }

    [Fact]
    public void Results_Of64BitGuest_Have8ByteAddresses()
    {
        Assert.Equal(0, _call.Invoke("find", 100L, 5L, 64L, 128L));
        Assert.Equal((0x1_0000_0008UL, 5UL, 64UL), (_call.U64(128), _call.U64(136), _call.U64(144)));
        Assert.Equal(7, _call.Memory[152]);
    }

    [Theory]
    [InlineData(0x1_0000_0040L, 1L, 8L)]
    [InlineData(64L, 0x1_0000_0001L, 8L)]
    [InlineData(64L, 0x1000_0000_0000_0001L, 8L)]
    [InlineData(64L, -1L, 8L)]
    [InlineData(-64L, 1L, 8L)]
    [InlineData(64L, 1L, 0x1_0000_0008L)]
    public void Address_Beyond4GiB_IsNotTruncated(long iovs, long count, long result) =>
        Assert.Equal(
            GuestFault.OutOfBounds,
            Assert.Throws<GuestFaultException>(() => _call.Invoke("lengths", iovs, count, 0L, result)).Fault);

    [Fact]
    public void AddressResult_Beyond4GiBInA32BitGuest_Traps()
    {
        WitxTrapException trap = Assert.Throws<WitxTrapException>(() => new Call(new Narrow()).Invoke("find", 100, 5, 64, 128));
        Assert.Contains("exceeds the 32-bit address range of the guest", trap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_HostWithGenerateDescription_ReturnsDeclarationsAndDocs()
    {
        ImmutableArray<FunctionDescription> functions = ((IDescribedHost)new Wide()).Describe();
        Assert.Equal(["lengths", "find"], functions.Select(static function => function.Name));
        FunctionDescription lengths = functions[0];
        Assert.Equal(("wide", "Adds up lengths.", "The sum.", true), (lengths.Module, lengths.Docs, lengths.Result, lengths.IsImplemented));
        Assert.Equal([new("iovs", "What to add up."), new("more", "How much more to add.")], lengths.Parameters);
        Assert.StartsWith("(@interface func (export \"lengths\") (param $iovs (list $iovec))", lengths.Declaration);
        Assert.DoesNotContain(typeof(IDescribedHost), typeof(Narrow).GetInterfaces());
    }

    private void Put(int address, params ulong[] values)
    {
        foreach (ulong value in values)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(_call.Memory.AsSpan(address), value);
            address += sizeof(ulong);
        }
    }
}
