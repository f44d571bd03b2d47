using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Witx.Bindings.Glue;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

/// <summary>Tests of generated hosts with guests on Wasmtime.</summary>
public sealed partial class GeneratedHostTests
{
    private const string Shims = """
        (module
          (import "atoms" "int_float_args" (func $int_float_args (param i32 f32) (result i32)))
          (import "atoms" "double_int_return_float" (func $double_int_return_float (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "int_float_args_shim") (param i32 f32) (result i32) (call $int_float_args (local.get 0) (local.get 1)))
          (func (export "double_int_return_float_shim") (param i32 i32) (result i32)
            (call $double_int_return_float (local.get 0) (local.get 1))))
        """;

    [Fact]
    public void GeneratedHost_CalledByAGuest_PassesNumbersInAndOut()
    {
        using Sandbox sandbox = new();
        Atoms host = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(host), Shims);
        Assert.Equal(0, guest.Invoke("int_float_args_shim", -1, 123.45f).Int32);
        Assert.Equal((uint.MaxValue, 123.45f), host.Seen);
        Assert.Equal(0, guest.Invoke("double_int_return_float_shim", 123, 4).Int32);
        Assert.Equal(246f, guest.Instance.GetMemory("memory")!.ReadSingle(4));
        Assert.Equal(
            GuestFault.Misaligned,
            Assert.Throws<GuestFaultException>(() => guest.Invoke("double_int_return_float_shim", 123, 2)).Fault);
        Assert.Equal(
            GuestFault.OutOfBounds,
            Assert.Throws<GuestFaultException>(() => guest.Invoke("double_int_return_float_shim", 123, 65536)).Fault);
    }

    [Fact]
    public void GuestWithoutMemory_PassesAnOutPointer_ThrowsOutOfBounds()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(new Atoms()), Shims.Replace("(memory (export \"memory\") 1)", ""));
        Assert.Equal(0, guest.Invoke("int_float_args_shim", 0, 123.45f).Int32);
        Assert.Equal(
            GuestFault.OutOfBounds,
            Assert.Throws<GuestFaultException>(() => guest.Invoke("double_int_return_float_shim", 1, 0)).Fault);
    }

    [Fact]
    public void Interceptor_OfAGeneratedHost_ReadsArgumentsAndOutputsByName()
    {
        using Sandbox sandbox = new();
        List<object> seen = [];
        HostImports imports = new HostImports().Add(new Atoms(), "atoms").Intercept((function, next) => (in call) =>
        {
            seen.Add($"{call.Function.Module}.{call.Function.Name}");
            seen.Add(call.GetArgument<uint>("an_int"));
            long result = next(in call);
            WitxSignature signature = call.Function.GetWitxSignature()!;
            foreach (WitxParameter output in signature.Result.Outputs)
            {
                seen.Add(output.ReadCopy(call.Arguments, call.OpenMemory()));
            }

            return result;
        });
        using Guest guest = sandbox.Instantiate(imports, Shims);
        Assert.Equal(0, guest.Invoke("int_float_args_shim", 7, 1.5f).Int32);
        Assert.Equal(0, guest.Invoke("double_int_return_float_shim", 21, 4).Int32);
        Assert.Equal(["atoms.int_float_args", 7u, "atoms.double_int_return_float", 21u, 42f], seen);
    }

    [Fact]
    public void Interceptor_ReadsAParameterThatDoesNotExist_ThrowsOutOfTheGuest()
    {
        using Sandbox sandbox = new();
        HostImports imports = new HostImports().Add(new Atoms())
            .Intercept(static (_, _) => static (in call) => call.GetArgument<int>("an_int"));
        using Guest guest = sandbox.Instantiate(imports, Shims);
        Assert.Contains("System.UInt32", Assert.Throws<ArgumentException>(() => guest.Invoke("int_float_args_shim", 7, 1.5f)).Message);
    }

    [Fact]
    public void GeneratedHost_UsedByTwoStores_WritesToTheMemoryOfTheCaller()
    {
        using Sandbox one = new();
        using Sandbox other = new();
        HostImports imports = new HostImports().Add(new Atoms());
        using Guest first = one.Instantiate(imports, Shims);
        using Guest second = other.Instantiate(imports, Shims);
        first.Invoke("double_int_return_float_shim", 1, 0);
        second.Invoke("double_int_return_float_shim", 2, 0);
        Assert.Equal((2f, 4f), (first.Instance.GetMemory("memory")!.ReadSingle(0), second.Instance.GetMemory("memory")!.ReadSingle(0)));
    }

    [Fact]
    public void GeneratedHosts_OfTwoModulesInOneFile_AreBothImported()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(new HostImports().Add(new Atoms()).Add(new More()), """
            (module
              (import "atoms" "int_float_args" (func $f (param i32 f32) (result i32)))
              (import "more" "triple" (func $g (param i32) (result i32)))
              (func (export "both") (result i32) (i32.add (call $f (i32.const 1) (f32.const 1)) (call $g (i32.const 14)))))
            """);
        Assert.Equal(42, guest.Invoke("both").Int32);
    }

    [WitxModule("shims.witx", Module = "atoms")]
    private sealed partial class Atoms
    {
        public (uint, float) Seen { get; private set; }

        public partial Errno IntFloatArgs(uint anInt, float aFloat)
        {
            Seen = (anInt, aFloat);
            return Errno.Ok;
        }

        // A host method may block. The guest waits until it returns.
        public partial Result<float, Errno> DoubleIntReturnFloat(uint anInt) => DoubleAsync(anInt).GetAwaiter().GetResult();

        private static async Task<float> DoubleAsync(uint number)
        {
            await Task.Yield();
            return (float)number * 2;
        }
    }

    [WitxModule("shims.witx", Module = "more")]
    private sealed partial class More
    {
        public partial uint Triple(uint x) => x * 3;
    }
}
