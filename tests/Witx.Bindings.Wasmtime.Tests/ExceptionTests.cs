using System;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class ExceptionTests
{
    private const string CallsThrow =
        """
        (module
          (import "env" "throw" (func $throw))
          (func $inner (call $throw))
          (func (export "run") (call $inner)))
        """;

    private readonly InvalidOperationException _thrown = new("out of cheese");

    private HostImports Throwing => new HostImports().Add(new FakeHost("env").With("throw", () => throw _thrown));

    [Fact]
    public void Exception_ComesOutOfInvokeAsItself()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Throwing, CallsThrow);

        for (int i = 0; i < 3; i++)
        {
            Assert.Same(_thrown, Assert.Throws<InvalidOperationException>(() => guest.Invoke("run")));
        }
    }

    [Fact]
    public void Exception_ComesOutOfWasmtimesOwnCallAsInnerException()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Throwing, CallsThrow);

        WasmtimeException typed = Assert.Throws<WasmtimeException>(guest.Instance.GetAction("run")!);
        Assert.Same(_thrown, typed.InnerException);
        Assert.Contains("out of cheese", typed.Message, StringComparison.Ordinal);
        WasmtimeException untyped = Assert.Throws<WasmtimeException>(() => guest.Instance.GetFunction("run")!.Invoke());
        Assert.Same(_thrown, untyped.InnerException);
    }

    [Fact]
    public void Exception_OfAStartFunctionComesOutOfInstantiateAsItself()
    {
        using Sandbox sandbox = new();

        Assert.Same(_thrown, Assert.Throws<InvalidOperationException>(() => sandbox.Instantiate(
            Throwing,
            """
            (module
              (import "env" "throw" (func $throw))
              (start $throw))
            """)));
    }

    [Fact]
    public void Trap_CarriesItsCodeAndTheGuestsFrames()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports(),
            """
            (module
              (func $inner unreachable)
              (func $run (export "run") (call $inner)))
            """);

        TrapException trap = Assert.Throws<TrapException>(() => guest.Invoke("run"));
        Assert.Equal(TrapCode.Unreachable, trap.Type);
        Assert.Equal(["inner", "run"], Array.ConvertAll([.. trap.Frames!], static frame => frame.FunctionName));
    }
}
