using System;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of results with errors.</summary>
public sealed class ErrorTests
{
    private readonly Call _errors = new(new Errors());

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(2, 1)]
    public void ErrorResult_IsTheCoreResult(int strike, long expected) => Assert.Equal(expected, _errors.Invoke("foo", strike));

    [Fact]
    public void ValueResult_OnFailure_IsNotWritten()
    {
        _errors.Put(8, 0xeeee_eeee);
        Assert.Equal(4, _errors.Invoke("sized", 1, 8));
        Assert.Equal(0xeeee_eeee, _errors.U32(8));
        Assert.Equal(0, _errors.Invoke("sized", 0, 8));
        Assert.Equal(7u, _errors.U32(8));
    }

    [Fact]
    public void Result_FailedWithTheErrorZero_Traps() =>
        Assert.Contains("errors.sized", Assert.Throws<WitxTrapException>(() => _errors.Invoke("sized", 2, 8)).Message);

    [Fact]
    public void WitxTrapException_FromTheHost_IsThrownUnchanged() =>
        Assert.Equal("struck out", Assert.Throws<WitxTrapException>(() => _errors.Invoke("sized", 3, 8)).Message);

    [Fact]
    public void Exception_FromTheHost_IsThrownUnchanged() => Assert.Throws<InvalidOperationException>(() => _errors.Invoke("sized", 4, 8));

    [Fact]
    public void TupleResult_EachMember_IsWrittenToItsOutPointer()
    {
        Assert.Equal(0, _errors.Invoke("chosen", 0, 4, 10, 12));
        Assert.Equal((1u, 2u << 16, 1u), (_errors.U32(4), _errors.U32(8), _errors.U32(12)));
        Assert.Equal(2, _errors.Invoke("chosen", 1, 4, 10, 12));
    }

    [Fact]
    public void OutPointers_ThatOverlap_FirstMemberIsWrittenLast()
    {
        Assert.Equal(0, _errors.Invoke("chosen", 0, 4, 4, 4));
        Assert.Equal(1u, _errors.U32(4));
    }

    [Theory]
    [InlineData(5, 10, 12, GuestFault.Misaligned)]
    [InlineData(4, 11, 12, GuestFault.Misaligned)]
    [InlineData(4, 10, 14, GuestFault.Misaligned)]
    [InlineData(65536, 10, 12, GuestFault.OutOfBounds)]
    [InlineData(4, -2, 12, GuestFault.OutOfBounds)]
    [InlineData(4, 10, 65536, GuestFault.OutOfBounds)]
    public void OutPointer_BadAddress_ThrowsBeforeTheCall(int first, int second, int third, GuestFault fault) =>
        Assert.Equal(fault, Assert.Throws<GuestFaultException>(() => _errors.Invoke("chosen", 0, first, second, third)).Fault);

    [Fact]
    public void ErrorType_Integer_IsTheCoreResult()
    {
        Assert.Equal(0, _errors.Invoke("numbered", 0, 2));
        Assert.Equal(9u << 16, _errors.U32(0));
        Assert.Equal(0xFFFF_FFFFL, _errors.Invoke("numbered", -1, 2));
    }

    [Fact]
    public void ErrorType_None_ReturnsZeroOrOne()
    {
        Assert.Equal(0, _errors.Invoke("unexplained", 0, 4));
        Assert.Equal(5u, _errors.U32(4));
        Assert.Equal(1, _errors.Invoke("unexplained", 1, 4));
        Assert.Equal(0, _errors.Invoke("bare", 0));
        Assert.Equal(1, _errors.Invoke("bare", 1));
    }

    [Fact]
    public void NoReturnFunction_ThatTraps_ThrowsTheTrap() =>
        Assert.Equal("baz 3", Assert.Throws<WitxTrapException>(() => _errors.Invoke("baz", 3)).Message);
}
