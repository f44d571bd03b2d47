using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class CallTests
{
    [Fact]
    public void HostFunction_EachCoreType_IsPassedAndReturned()
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

        Assert.Equal(4294967295.75, guest.Invoke("run").Double);
    }

    [Theory]
    [InlineData(CoreType.I32, 0xFFFF_FFFFL, -1L)]
    [InlineData(CoreType.I64, long.MinValue, long.MinValue)]
    public void HostFunction_ResultWithUpperBits_ReturnsTheBitsOfItsType(CoreType type, long answer, long expected)
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
    public void Exports_ByName_ReturnsTrueForExistingExports()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports(), """(module (memory (export "memory") 1) (func (export "run")))""");
        Assert.True(guest.Exports("run"));
        Assert.True(guest.Exports("memory"));
        Assert.False(guest.Exports("ran"));
        Assert.False(guest.Exports(""));
    }

    [Fact]
    public void HostFunction_UpTo17ParametersOfAnyType_AreReturnedUnchanged() =>
        (from types in Gen.Int[0, 3].Select(static type => (CoreType)type).Array[0, 17]
         from bits in Gen.Long.Array[types.Length]
         from result in Gen.Int[0, 17]
         select (types, bits, result)).Sample(
            static sample =>
            {
                (CoreType[] types, long[] bits, int position) = sample;
                GuestValue[] given = [.. types.Select((type, i) => new GuestValue(type, Width(type, bits[i])))];
                GuestValue? echoed = position < given.Length ? given[position] : null;
                List<GuestValue> received = [];
                FakeHost host = new FakeHost("env").With("call", types, echoed?.Type, false, (_, arguments, _) =>
                {
                    for (int i = 0; i < arguments.Count; i++)
                    {
                        received.Add(new GuestValue(types[i], Width(types[i], arguments.Int64(i))));
                    }

                    return echoed?.Bits ?? 0;
                });
                string type = $"(param {string.Concat(types.Select(Name))}){(echoed is { } value ? $" (result {Name(value.Type)})" : "")}";
                using Sandbox sandbox = new();
                using Guest guest = sandbox.Instantiate(
                    new HostImports().Add(host),
                    $"""
                    (module
                      (import "env" "call" (func $call {type}))
                      (func (export "run") {type}
                        (call $call {string.Concat(Enumerable.Range(0, types.Length).Select(static i => $" (local.get {i})"))})))
                    """);

                Assert.Equal(echoed ?? default, guest.Invoke("run", given));
                Assert.Equal(given, received);
            },
            iter: 200);

    private static long Width(CoreType type, long bits) => type is CoreType.I32 or CoreType.F32 ? (uint)bits : bits;

    private static string Name(CoreType type) => $" {type.ToString().ToLowerInvariant()}";

    [Fact]
    public void InvokeMultiValue_SeveralResultsOrNone_ReturnsAll()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports(),
            """
            (module
              (func (export "three") (param i32) (result i32 i64 f64) (local.get 0) (i64.const -2) (f64.const 0.5))
              (func (export "none")))
            """);

        Assert.Equal([new GuestValue(CoreType.I32, 7), -2L, 0.5], guest.InvokeMultiValue("three", 7));
        Assert.Empty(guest.InvokeMultiValue("none"));
        Assert.Equal(7, guest.Invoke("three", 7).Int32);
        Assert.Throws<System.ArgumentException>(() => guest.InvokeMultiValue("three", 7L));
        Assert.False(guest.HasTrapped);
    }

    [Theory]
    [InlineData("trap")]
    [InlineData("throw")]
    public void HasTrapped_CallThatDoesNotReturn_IsTrue(string function)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            new HostImports().Add(new FakeHost("env").With("throw", static () => throw new System.InvalidOperationException())),
            """
            (module
              (import "env" "throw" (func $throw))
              (func (export "trap") unreachable)
              (func (export "throw") (call $throw))
              (func (export "nothing")))
            """);

        guest.Invoke("nothing");
        Assert.Throws<System.ArgumentException>(() => guest.Invoke("nothing", 1));
        Assert.Throws<System.ArgumentException>(() => guest.Invoke("missing"));
        Assert.False(guest.HasTrapped);
        Assert.NotNull(Record.Exception(() => guest.Invoke(function)));
        Assert.True(guest.HasTrapped);
    }
}
