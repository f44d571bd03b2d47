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
    public void HostException_DuringInvoke_IsThrownUnchanged()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Throwing, CallsThrow);

        for (int i = 0; i < 3; i++)
        {
            Assert.Same(_thrown, Assert.Throws<InvalidOperationException>(() => guest.Invoke("run")));
        }
    }

    [Fact]
    public void HostException_DuringACallOfWasmtimeNet_IsTheInnerException()
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
    public void HostException_DuringInvokeOfAGuestFromInstance_IsThrownUnchanged()
    {
        using Sandbox sandbox = new();
        using Linker linker = new(sandbox.Engine);
        using Module module = Sandbox.Compile(CallsThrow);
        Throwing.Define(linker);
        using Guest guest = Guest.FromInstance(linker.Instantiate(sandbox.Store, module));

        Assert.Same(_thrown, Assert.Throws<InvalidOperationException>(() => guest.Invoke("run")));
        Assert.Throws<ArgumentException>(() => guest.Invoke("walk"));
        Assert.Throws<InvalidOperationException>(() => guest.Module);
        guest.Dispose();
        Assert.Same(_thrown, Assert.Throws<WasmtimeException>(guest.Instance.GetAction("run")!).InnerException);
    }

    [Fact]
    public void HostException_DuringTheStartFunction_IsThrownUnchanged()
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
    public void GuestTrap_DuringInvoke_HasItsCodeAndGuestFrames()
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

    [Fact]
    public void WitxTrapException_FromTheHost_HasTheGuestFrames()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(new FakeHost("env").With("throw", static () => throw new WitxTrapException("no"))),
            """
            (module $shop
              (import "env" "throw" (func $throw))
              (func $inner (call $throw))
              (func $run (export "run") (call $inner)))
            """);

        WitxTrapException trap = Assert.Throws<WitxTrapException>(() => guest.Invoke("run"));
        Assert.Collection(
            trap.GuestFrames,
            static frame => Assert.StartsWith("shop!inner at 0x", frame, StringComparison.Ordinal),
            static frame => Assert.StartsWith("shop!run at 0x", frame, StringComparison.Ordinal));
        Assert.EndsWith($"   in guest {trap.GuestFrames[1]}", trap.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void HostException_WhoseMessageThrows_IsThrownUnchanged()
    {
        using Sandbox sandbox = new();
        Mute thrown = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(new FakeHost("env").With("throw", () => throw thrown)), CallsThrow);

        Exception? caught = null;
        try
        {
            guest.Invoke("run");
        }
        catch (Mute exception)
        {
            caught = exception;
        }

        Assert.True(caught == thrown);
    }

    [Fact]
    public void HostException_OfTypeWasmtimeException_IsThrownUnchanged()
    {
        using Sandbox sandbox = new();
        WasmtimeException thrown = new("mine", new InvalidOperationException("cause"));
        using Guest guest = sandbox.Instantiate(new HostImports().Add(new FakeHost("env").With("throw", () => throw thrown)), CallsThrow);

        Assert.Same(thrown, Assert.Throws<WasmtimeException>(() => guest.Invoke("run")));
        Assert.Same(thrown, Assert.Throws<WasmtimeException>(guest.Instance.GetAction("run")!).InnerException);
    }

    [Fact]
    public void HostException_AfterItWasThrown_IsNotReportedAgain()
    {
        using Sandbox sandbox = new();
        using Guest thrower = sandbox.Instantiate(Throwing, CallsThrow);
        using Guest trapper = sandbox.Instantiate(new HostImports(), "(module (func (export \"run\") unreachable))");

        Assert.Throws<InvalidOperationException>(() => thrower.Invoke("run"));
        Assert.Null(Assert.Throws<TrapException>(() => trapper.Invoke("run")).InnerException);
        Assert.Null(Assert.Throws<WasmtimeException>(() => Module.FromText(sandbox.Engine, "bad", "(nonsense")).InnerException);
    }

    [Fact]
    public void GuestRecursion_WithoutEnd_ThrowsAStackOverflowTrap()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports(), "(module (func $run (export \"run\") (call $run)))");

        Assert.Equal(TrapCode.StackOverflow, Assert.Throws<TrapException>(() => guest.Invoke("run")).Type);
    }

    [Fact]
    public void Invoke_MissingFunctionOrOtherTypes_ThrowsAnExceptionThatNamesThem()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports(),
            """
            (module
              (memory (export "memory") 1)
              (func (export "one") (param i32))
              (func (export "many") (result i32 i64) (i32.const 1) (i64.const 2))
              (func (export "reference") (param funcref)))
            """);

        Assert.Contains("does not export a function 'nothing'", Refusal("nothing"), StringComparison.Ordinal);
        Assert.Contains("does not export a function 'memory'", Refusal("memory"), StringComparison.Ordinal);
        Assert.Contains("The number of arguments of 'one' is 0; pass 1.", Refusal("one"), StringComparison.Ordinal);
        Assert.Contains("Argument 0 of 'one' is 'i64:1'; pass a value of type 'i32'.", Refusal("one", 1L), StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => guest.Invoke("reference", 1));
        Assert.Equal(1, guest.Invoke("many").Int32);

        string Refusal(string function, params GuestValue[] arguments) =>
            Assert.Throws<ArgumentException>(() => guest.Invoke(function, arguments)).Message;
    }

    private sealed class Mute : Exception
    {
        public override string Message => throw new InvalidOperationException("I have nothing to say.");
    }
}
