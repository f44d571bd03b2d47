using System.Linq;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class CallTests
{
    [Fact]
    public void Call_PassesEveryCoreType()
    {
        using Sandbox sandbox = new();
        FakeHost host = new FakeHost("env").With(
            "mix",
            [CoreType.I32, CoreType.I64, CoreType.F32, CoreType.F64],
            CoreType.F64,
            false,
            static (_, arguments, _) => System.BitConverter.DoubleToInt64Bits(
                arguments.Int32(0) + arguments.Int64(1) + arguments.F64(3) + arguments.F32(2)));
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(host),
            """
            (module
              (import "env" "mix" (func $mix (param i32 i64 f32 f64) (result f64)))
              (func (export "run") (result f64)
                (call $mix (i32.const -1) (i64.const 0x100000000) (f32.const 0.5) (f64.const 0.25))))
            """);

        Assert.Equal(4294967295.75, guest.Invoke("run").F64);
    }

    [Theory]
    [InlineData(CoreType.I32, 0xFFFF_FFFFL, -1L)]
    [InlineData(CoreType.I64, long.MinValue, long.MinValue)]
    public void Call_GivesTheResultsBits(CoreType type, long answer, long expected)
    {
        using Sandbox sandbox = new();
        string name = type == CoreType.I32 ? "i32" : "i64";
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(new FakeHost("env").With("get", [], type, false, (_, _, _) => answer)),
            $"""
            (module
              (import "env" "get" (func $get (result {name})))
              (func (export "run") (result {name}) (call $get)))
            """);

        Assert.Equal(expected, type == CoreType.I32 ? guest.Invoke("run").Int32 : guest.Invoke("run").Int64);
    }

    [Fact]
    public void Call_PassesUpToSeventeenParameters()
    {
        using Sandbox sandbox = new();
        FakeHost host = new("env");
        for (int count = 0; count <= 17; count++)
        {
            host.With($"sum{count}", [.. Enumerable.Repeat(CoreType.I64, count)], CoreType.I64, false, static (_, arguments, _) =>
            {
                long sum = arguments.Count;
                for (int i = 0; i < arguments.Count; i++)
                {
                    sum = (sum * 31) + arguments.Int64(i);
                }

                return sum;
            });
        }

        for (int count = 0; count <= 17; count++)
        {
            string parameters = string.Concat(Enumerable.Repeat(" i64", count));
            string arguments = string.Concat(Enumerable.Range(0, count).Select(static i => $" (i64.const {i + 1})"));
            using Guest guest = sandbox.Instantiate(
                new HostImports().Add(host),
                $"""
                (module
                  (import "env" "sum{count}" (func $sum (param{parameters}) (result i64)))
                  (func (export "run") (result i64) (call $sum{arguments})))
                """);

            long expected = Enumerable.Range(1, count).Aggregate((long)count, static (sum, i) => (sum * 31) + i);
            Assert.Equal(expected, guest.Invoke("run").Int64);
        }
    }
}
