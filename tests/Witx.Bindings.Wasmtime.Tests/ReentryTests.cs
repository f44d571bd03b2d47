using System;
using Wasmtime;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class ReentryTests
{
    private const string Calls =
        """
        (module
          (import "env" "call" (func $call (param i32) (result i32)))
          (memory (export "memory") 1)
          (table (export "table") 4 funcref)
          (elem (i32.const 1) $twice)
          (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
          (func (export "twice") (param i32) (result i32) (call $twice (local.get 0)))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
          (func (export "trap") unreachable)
          (func (export "mixed") (param i64 f32 f64) (result f64)
            (f64.add (f64.convert_i64_s (local.get 0)) (f64.add (f64.promote_f32 (local.get 1)) (local.get 2))))
          (func (export "again") (param i32) (result i32) (call $call (local.get 0)))
          (func (export "reference") (param externref))
          (func (export "run") (param i32) (result i32) (call $call (local.get 0))))
        """;

    private static FakeHost Host(ReentrantEntry entry) => new FakeHost("env").WithReentrant("call", [CoreType.I32], CoreType.I32, entry);

    private static GuestValue Run(ReentrantEntry entry, int argument = 0)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(Host(entry)), Calls);
        return guest.Invoke("run", argument);
    }

    [Fact]
    public void GuestCallInvoke_ExportedFunction_ReturnsItsResult() =>
        Assert.Equal(42, Run(static (_, arguments, ref call) => call.Invoke("twice", arguments.Int32(0)).Int32, 21).Int32);

    [Fact]
    public void GuestCallInvoke_EachCoreType_IsPassed() =>
        Assert.Equal(10, Run(static (_, _, ref call) => (long)call.Invoke("mixed", -1L, 0.5f, 10.5).Double).Int32);

    [Fact]
    public void GuestCallInvokeIndirect_TableElement_ReturnsItsResult() =>
        Assert.Equal(42, Run(static (_, arguments, ref call) => call.InvokeIndirect("table", 1, arguments.Int32(0)).Int32, 21).Int32);

    [Fact]
    public void GuestCallMemory_AfterTheGuestGrew_HasTheNewLength() =>
        Assert.Equal(4, Run(static (_, _, ref call) =>
        {
            Assert.Equal(65536UL, call.Memory.Length);
            Assert.Equal(1, call.Invoke("grow", 3).Int32);
            call.Memory.Slice((4 * 65536) - 1, 1)[0] = 1;
            return (long)(call.Memory.Length >> 16);
        }).Int32);

    [Fact]
    public void GuestCallInvoke_NestedHostAndGuestCalls_ReturnTheirResults() =>
        Assert.Equal(5 + 4 + 3 + 2 + 1, Run(
            static (_, arguments, ref call) =>
            {
                int depth = arguments.Int32(0);
                return depth == 0 ? 0 : depth + call.Invoke("again", depth - 1).Int32;
            },
            5).Int32);

    /// <summary>Neither a later trap nor a later exception is mistaken for an exception that the host function has caught.</summary>
    [Theory]
    [InlineData("throw", "guest: 7")]
    [InlineData("catch, trap", "host: The guest's function 'trap' trapped")]
    [InlineData("catch, return", "result: 5")]
    [InlineData("catch, throw", "guest: 8")]
    [InlineData("catch, fail", "host: failed")]
    [InlineData("catch, return, trap", "host: error while executing")]
    public void GuestCallInvoke_GuestThrows_RethrowsUnlessTheHostCatches(string actions, string expected)
    {
        const string Text = """
            (module
              (import "env" "call" (func $call (param i32) (result i32)))
              (tag $tag (param i32))
              (func (export "throw") (param i32) (throw $tag (local.get 0)))
              (func (export "trap") unreachable)
              (func (export "run") (param i32) (result i32)
                (block $caught (result i32)
                  (return (try_table (result i32) (catch $tag $caught) (call $call (local.get 0)))))
                (i32.add (i32.const 100))))
            """;
        string[] steps = actions.Split(", ");
        ReentrantEntry entry = (_, _, ref call) =>
        {
            int value = 7;
            foreach (string step in steps)
            {
                switch (step)
                {
                    case "throw":
                        call.Invoke("throw", value);
                        break;
                    case "catch":
                        try
                        {
                            call.Invoke("throw", value++);
                        }
                        catch (WitxTrapException exception)
                        {
                            Assert.Equal("The guest's function 'throw' threw an exception that it does not catch.", exception.Message);
                        }

                        break;
                    case "trap":
                        call.Invoke("trap");
                        break;
                    case "fail":
                        throw new InvalidOperationException("failed");
                    default:
                        return 5;
                }
            }

            return 0;
        };
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(Host(entry)), Text);
        string outcome;
        try
        {
            int result = guest.Invoke("run", 0).Int32;
            outcome = result >= 100 ? $"guest: {result - 100}" : $"result: {result}";
            if (steps[^1] == "trap")
            {
                guest.Invoke("trap");
            }
        }
        catch (Exception exception) when (exception is WitxTrapException or WasmtimeException or InvalidOperationException)
        {
            outcome = $"host: {exception.Message}";
        }

        Assert.StartsWith(expected, outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void ReentrantFunction_WithoutACallback_AllocatesNothing()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(Host(static (_, arguments, ref call) => (long)(call.Memory.Length >> 16) + arguments.Int32(0))), Calls);
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 6 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                Assert.True(guest.Invoke("run", i).Int32 == i + 1);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData("nothing", "does not export 'nothing'")]
    [InlineData("memory", "'memory' is not a function")]
    [InlineData("trap", "'trap' trapped")]
    public void GuestCallInvoke_MissingExportOrTrap_ThrowsWitxTrapException(string export, string message)
    {
        WitxTrapException exception = Assert.Throws<WitxTrapException>(() => Run((_, _, ref call) => call.Invoke(export).Int32));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(export == "trap" ? TrapCode.Unreachable : null, (exception.InnerException as TrapException)?.Type);
    }

    [Theory]
    [InlineData("nothing", 1, "does not export 'nothing'")]
    [InlineData("memory", 1, "'memory' is not a table")]
    [InlineData("table", 0, "Element 0 of the guest's table 'table' is not a function")]
    [InlineData("table", 4, "does not have an element 4")]
    public void GuestCallInvokeIndirect_MissingTableOrElement_ThrowsWitxTrapException(string table, ulong index, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<WitxTrapException>(() => Run((_, _, ref call) => call.InvokeIndirect(table, index, 1).Int32)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void GuestCallInvoke_ArgumentsThatDoNotMatch_ThrowsArgumentException()
    {
        Assert.Throws<ArgumentException>(() => Run(static (_, _, ref call) => call.Invoke("twice").Int32));
        Assert.Throws<ArgumentException>(() => Run(static (_, _, ref call) => call.Invoke("twice", 1L).Int32));
        Assert.Throws<NotSupportedException>(() => Run(static (_, _, ref call) => call.Invoke("reference", 1).Int32));
    }

    [Fact]
    public void HostException_ThroughNestedGuests_IsThrownUnchangedAndCanBeCaught()
    {
        InvalidOperationException thrown = new("deep");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Run(
            (_, arguments, ref call) => arguments.Int32(0) == 0 ? throw thrown : call.Invoke("again", arguments.Int32(0) - 1).Int32, 4)));
        Assert.Equal(-1, Run(
            (_, arguments, ref call) =>
            {
                if (arguments.Int32(0) == 0)
                {
                    throw thrown;
                }

                try
                {
                    return call.Invoke("again", 0).Int32;
                }
                catch (InvalidOperationException exception) when (exception == thrown)
                {
                    return -1;
                }
            },
            1).Int32);
    }

    [Fact]
    public void GuestCallInvoke_EndlessRecursion_IsAStackOverflowTrap()
    {
        Exception exception = Assert.Throws<WitxTrapException>(
            () => Run(static (_, arguments, ref call) => call.Invoke("again", arguments.Int32(0) + 1).Int32));
        while (exception is WitxTrapException)
        {
            exception = exception.InnerException!;
        }

        Assert.Equal(TrapCode.StackOverflow, Assert.IsType<TrapException>(exception).Type);
    }

    [Fact]
    public void GuestCallInvoke_InTheStartFunctionAndThroughALinker_ReturnsItsResult()
    {
        const string Starts =
            """
            (module
              (import "env" "call" (func $call (param i32) (result i32)))
              (memory (export "memory") 1)
              (global $seen (mut i32) (i32.const 0))
              (func (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
              (func (export "seen") (result i32) (global.get $seen))
              (func $start (global.set $seen (call $call (i32.const 21))))
              (start $start))
            """;
        HostImports imports = new HostImports().Add(Host(static (_, arguments, ref call) =>
            call.Memory.Length == 65536 ? call.Invoke("twice", arguments.Int32(0)).Int32 : 0));
        using Sandbox sandbox = new();

        Assert.Equal(42, sandbox.Instantiate(imports, Starts).Invoke("seen").Int32);

        using Linker linker = new(sandbox.Engine);
        imports.Define(linker);
        using Module module = Sandbox.Compile(Starts);
        Assert.Equal(42, linker.Instantiate(sandbox.Store, module).GetFunction<int>("seen")!());
    }

    [Fact]
    public void Interceptor_ReentrantFunction_WrapsItsCalls()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports()
                .Add(Host(static (_, arguments, ref call) => call.Invoke("twice", arguments.Int32(0)).Int32))
                .Intercept(static (_, next) => (in call) => next(in call) + (long)call.OpenMemory().Length),
            Calls);

        Assert.Equal(42 + 65536, guest.Invoke("run", 21).Int32);
    }
}
