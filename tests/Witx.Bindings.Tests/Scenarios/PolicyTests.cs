using System;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests of malformed arguments, functions without implementation, and exceptions of the host.</summary>
public sealed class PolicyTests
{
    private const int Fault = 1;
    private const int Inval = 2;
    private const int Ilseq = 3;
    private const int Nosys = 4;
    private const int Io = 5;

    [Fact]
    public void WitxFaults_MalformedArgument_ReturnsTheErrorBeforeTheCall()
    {
        AnsweringPolicies host = new();
        Call call = new(host);
        Assert.Equal(Inval, call.Invoke("by_value", 2, 0));
        Assert.Equal(Inval, call.Invoke("by_value", 0, 256));
        Assert.Equal(Fault, call.Invoke("by_list", 65536, 1, 8));
        Assert.Equal(Fault, call.Invoke("by_list", 0, 1, 65536));
        Assert.Equal(Fault, call.Invoke("by_list", 0, 1, 2));
        Assert.Equal(Fault, call.Invoke("by_record", 65536, 8));
        Assert.Equal(Fault, call.Invoke("by_string", 65535, 2, 8));
        call.Put(100, 2);
        Assert.Equal(Inval, call.Invoke("by_record", 100, 8));
        Assert.Equal(0, host.Calls);
    }

    [Fact]
    public void WitxFaults_FaultDuringTheCall_ReturnsTheError()
    {
        AnsweringPolicies host = new();
        Call call = new(host);
        call.Memory[100] = 2;
        call.Memory[101] = 0xff;
        Assert.Equal(Inval, call.Invoke("by_list", 99, 2, 8));
        Assert.Equal(Ilseq, call.Invoke("by_string", 101, 1, 8));
        Assert.Equal(Fault, call.Invoke("throwing", 2, 8));
        Assert.Equal(3, host.Calls);
    }

    [Fact]
    public void Fault_WithoutAConfiguredError_Traps()
    {
        Call call = new(new TrappingPolicies());
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => call.Invoke("by_value", 2, 0)).Fault);
        Assert.Equal(GuestFault.UnknownValue, Assert.Throws<GuestFaultException>(() => call.Invoke("by_value", 0, -1)).Fault);
        Assert.Equal(GuestFault.OutOfBounds, Assert.Throws<GuestFaultException>(() => call.Invoke("by_list", 65536, 1, 8)).Fault);
        Assert.Equal(
            GuestFault.UnknownValue,
            Assert.Throws<GuestFaultException>(() => new Call(new AnsweringPolicies()).Invoke("direct", 2)).Fault);
    }

    [Fact]
    public void MissingFunction_ReturnOrTrap_ReturnsTheErrorOrTraps()
    {
        Assert.Equal(Nosys, new Call(new AnsweringPolicies()).Invoke("absent", 99));
        Assert.Contains(
            "policies.absent_direct",
            Assert.Throws<WitxTrapException>(() => new Call(new AnsweringPolicies()).Invoke("absent_direct", 0)).Message);
        Assert.Contains(
            "policies.absent",
            Assert.Throws<WitxTrapException>(() => new Call(new TrappingPolicies()).Invoke("absent", 0)).Message);
    }

    [Fact]
    public void OnCallAndOnReturn_EachCall_AreCalled()
    {
        HookedPolicies host = new();
        Call call = new(host);
        Assert.Equal(Io, call.Invoke("by_value", 1, 9));
        Assert.Equal(Inval, call.Invoke("by_value", 7, 9));
        Assert.Equal(0, call.Invoke("by_list", 0, 0, 8));
        Assert.Equal(
            ["> by_value", "Green 9", "< by_value 5", "> by_value", "< by_value 2", "> by_list", "< by_list 0"],
            host.Log);
    }

    [Fact]
    public void OnException_HandledException_ReturnsItsError()
    {
        HookedPolicies host = new();
        Call call = new(host);
        Assert.Equal(Io, call.Invoke("throwing", 0, 8));
        Assert.Equal(["> throwing", "! broken", "< throwing 5"], host.Log);
    }

    [Fact]
    public void OnException_SeveralErrorTypes_UsesTheOverloadOfTheFunction()
    {
        Call call = new(new Failures());
        Assert.Equal((0, 0, 1), (call.Invoke("first", 0), call.Invoke("second", 0, 8), call.Invoke("third", 0)));
        Assert.Equal((1, 2), (call.Invoke("first", 3), call.Invoke("second", 1, 8)));
        Assert.Equal("second 2", Assert.Throws<InvalidOperationException>(() => call.Invoke("second", 2, 8)).Message);
        Assert.Equal("third 1", Assert.Throws<InvalidOperationException>(() => call.Invoke("third", 1)).Message);
    }

    [Fact]
    public void OnException_UnhandledExceptionOrTrap_IsThrownUnchanged()
    {
        HookedPolicies host = new();
        Call call = new(host);
        Assert.Throws<NotSupportedException>(() => call.Invoke("throwing", 2, 8));
        Assert.Throws<WitxTrapException>(() => call.Invoke("throwing", 1, 8));
        Assert.Equal(["> throwing", "! unknown", "> throwing"], host.Log);
    }

    [Fact]
    public void OnException_SuccessWithoutAValue_Traps() =>
        Assert.Contains(
            "policies.throwing",
            Assert.Throws<WitxTrapException>(() => new Call(new HookedPolicies()).Invoke("throwing", 3, 8)).Message);

    [Fact]
    public void WitxFaultsAndOnException_OfABaseClass_AreInherited()
    {
        InheritingPolicies host = new();
        Call call = new(host);
        Assert.Equal((Inval, Io), (call.Invoke("by_value", 7, 9), call.Invoke("by_value", 0, 9)));
        Assert.Equal(["broken"], host.Log);
    }

    [Fact]
    public void InheritedMethod_OfADerivedHost_IsCheckedByTheDerivedInterface()
    {
        PoliciesBefore host = new();
        Call call = new(host);
        Assert.Equal(0, call.Invoke("by_value", 0, 9));
        Assert.Equal(1, host.Calls);
        Assert.Equal(Inval, call.Invoke("by_value", 1, 9));
        Assert.Equal(0, new Call((Glue.IHostModule)(AnsweringPolicies)new AnsweringPolicies()).Invoke("by_value", 1, 9));
        Assert.Equal(0, call.Invoke("direct", 0));
    }

    [Fact]
    public void DerivedHost_FunctionWithAnotherType_ImplementsItItself()
    {
        Call call = new(new PoliciesBefore());
        call.Put(100, 0x0005_0000);
        Assert.Equal(0, call.Invoke("by_record", 100, 8));
        Assert.Equal(6u, call.U32(8));
    }
}
