using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class MemoryTests
{
    private const string Peeks =
        """
        (module
          (import "env" "peek" (func $peek (param i32) (result i32)))
          (import "env" "poke" (func $poke (param i32 i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\2a")
          (data (i32.const 65535) "\2b")
          (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
          (func (export "poke") (param i32 i32) (call $poke (local.get 0) (local.get 1)))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
        """;

    private static HostImports Imports => new HostImports().Add(new FakeHost("env").WithPeek().WithPoke().WithPages());

    [Theory]
    [InlineData(0, 42)]
    [InlineData(65535, 43)]
    public void Memory_IsReachableUpToItsLastByte(int address, int expected)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Imports, Peeks);

        Assert.Equal(expected, guest.Invoke("peek", address).Int32);
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(-1)]
    public void Memory_FaultsBeyondItsEnd(int address)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Imports, Peeks);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => guest.Invoke("peek", address).Int32);
        Assert.Equal(GuestFault.OutOfBounds, fault.Fault);
    }

    [Fact]
    public void Memory_IsFollowedWhenItGrowsBetweenCalls()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Imports, Peeks);

        Assert.Throws<GuestFaultException>(() => guest.Invoke("peek", 65536).Int32);
        guest.Invoke("grow", 1);
        guest.Invoke("poke", 131071, 7);
        Assert.Equal(7, guest.Invoke("peek", 131071).Int32);
    }
}
