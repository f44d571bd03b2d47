using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class SharedMemoryTests
{
    private const string Imports =
        """
        (module
          (import "env" "peek" (func $peek (param i32) (result i32)))
          (import "env" "poke" (func $poke (param i32 i32)))
          (import "env" "pages" (func $pages (result i32)))
          (import "env" "memory" (memory 1 8 shared))
          ;; more
          (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
          (func (export "poke") (param i32 i32) (call $poke (local.get 0) (local.get 1)))
          (func (export "pages") (result i32) (call $pages))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
        """;

    private static readonly Engine Threaded = new(new Config().WithWasmThreads(true).WithSharedMemory(true));

    private static FakeHost Host => new FakeHost("env").WithPeek().WithPoke().WithPages();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SharedMemory_ImportedInTwoStores_IsTheSameMemory(bool exported)
    {
        using SharedMemory memory = new(Threaded, 1, 8);
        HostImports imports = new HostImports().Add(Host).Add(memory);
        using Module module = Module.FromText(
            Threaded, "guest", exported ? Imports.Replace(";; more", "(export \"memory\" (memory 0))", StringComparison.Ordinal) : Imports);
        using Store first = new(Threaded);
        using Store second = new(Threaded);
        using Guest one = imports.Instantiate(first, module);
        using Guest other = imports.Instantiate(second, module);

        one.Invoke("poke", 65535, 5);
        Assert.Equal(5, other.Invoke("peek", 65535).Int32);
        Assert.Equal(1, one.Invoke("grow", 1).Int32);
        Assert.Equal(2, other.Invoke("pages").Int32);
        Assert.Equal(131072UL, memory.Memory.Length);
        Assert.Equal(5, memory.Memory.Slice(65535, 1)[0]);
    }

    [Fact]
    public void SharedMemory_With64BitAddresses_IsImported()
    {
        using Engine engine = new(new Config().WithWasmThreads(true).WithMemory64(true).WithSharedMemory(true));
        using SharedMemory memory = new(engine, 1, 8, is64Bit: true);
        string text = Imports
            .Replace("(memory 1 8 shared)", "(memory i64 1 8 shared)", StringComparison.Ordinal)
            .Replace(
                "(memory.grow (local.get 0))",
                "(i32.wrap_i64 (memory.grow (i64.extend_i32_u (local.get 0))))",
                StringComparison.Ordinal);
        using Module module = Module.FromText(engine, "guest", text);
        using Store store = new(engine);
        using Guest guest = new HostImports().Add(Host).Add(memory).Instantiate(store, module);
        Assert.Equal(1, guest.Invoke("grow", 2).Int32);
        guest.Invoke("poke", (2 * 65536) + 7, 5);
        Assert.Equal((3, 5), (guest.Invoke("pages").Int32, memory.Memory.Slice((2 * 65536) + 7, 1)[0]));
        using SharedMemory narrow = new(engine, 1, 8);
        Assert.Throws<WasmtimeException>(() => new HostImports().Add(Host).Add(narrow).Instantiate(store, module));
    }

    [Fact]
    public void SharedMemory_Disposed_IsKeptAliveByInstances()
    {
        using Module module = Module.FromText(Threaded, "guest", Imports);
        using Store store = new(Threaded);
        Guest guest;
        using (SharedMemory memory = new(Threaded, 1, 8))
        {
            guest = new HostImports().Add(Host).Add(memory).Instantiate(store, module);
        }

        guest.Invoke("poke", 1, 6);
        Assert.Equal(6, guest.Invoke("peek", 1).Int32);
        guest.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SharedMemory_DisposedWithItsInstances_IsUnmapped(bool isPrepared)
    {
        using Module module = Module.FromText(Threaded, "guest", Imports);
        HashSet<nint> addresses = [];
        AddAddresses(8);

        // Other tests may map something at some of the addresses by now, but not at all of them.
        Assert.Equal(8, addresses.Count);
        Assert.Contains(addresses, static address => !IsMapped(address));

        void AddAddresses(int count)
        {
            using SharedMemory memory = new(Threaded, 1, 8);
            HostImports imports = new HostImports().Add(Host).Add(memory);
            using PreparedModule? prepared = isPrepared ? imports.Prepare(Threaded, module) : null;
            using Store store = new(Threaded);
            using Guest guest = prepared is null ? imports.Instantiate(store, module) : imports.Instantiate(store, prepared);
            guest.Invoke("poke", 1, 6);
            addresses.Add(Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref memory.Memory.Slice(0, 1)[0]));
            if (count > 1)
            {
                AddAddresses(count - 1);
            }
        }
    }

    [Fact]
    public void SharedMemory_OfPreparedInstancesOnSeveralThreads_IsTheSameMemory()
    {
        using SharedMemory memory = new(Threaded, 1, 8);
        using Module module = Module.FromText(Threaded, "guest", Imports);
        HostImports imports = new HostImports().Add(Host).Add(memory);
        using PreparedModule prepared = imports.Prepare(Threaded, module);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            using Store store = new(Threaded);
            using Guest guest = imports.Instantiate(store, prepared);
            guest.Invoke("poke", 100 + number, number + 1);
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal([1, 2, 3, 4], memory.Memory.Slice(100, 4).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PreparedFunctions_WithTwoMemories_AreTwoGroupsOfInstances(bool exported)
    {
        using SharedMemory memory = new(Threaded, 1, 8);
        using SharedMemory otherMemory = new(Threaded, 2, 8);
        using Module module = Module.FromText(
            Threaded, "guest", exported ? Imports.Replace(";; more", "(export \"memory\" (memory 0))", StringComparison.Ordinal) : Imports);
        FakeHost host = Host;
        HostImports functions = new HostImports().Add(host);
        PreparedModule[] prepared;
        using (PreparedModule basis = functions.PrepareFunctions(Threaded, module))
        {
            Assert.True(basis.Matches(functions));
            prepared = [basis.WithMemory(memory), basis.WithMemory(otherMemory)];
        }

        HostImports imports = new HostImports().Add(host).Add(memory);
        HostImports otherImports = new HostImports().Add(host).Add(otherMemory);
        Assert.True(prepared[0].Matches(imports) && !prepared[0].Matches(otherImports) && !prepared[0].Matches(functions));
        using Store first = new(Threaded);
        using Store second = new(Threaded);
        using Store third = new(Threaded);
        using Guest one = imports.Instantiate(first, prepared[0]);
        using Guest sharing = imports.Instantiate(second, prepared[0]);
        using Guest other = otherImports.Instantiate(third, prepared[1]);
        prepared[0].Dispose();
        prepared[1].Dispose();
        one.Invoke("poke", 1, 5);
        other.Invoke("poke", 1, 6);
        Assert.Equal((5, 5, 6), (one.Invoke("peek", 1).Int32, sharing.Invoke("peek", 1).Int32, other.Invoke("peek", 1).Int32));
        Assert.Equal((1, 1, 2), (one.Invoke("pages").Int32, sharing.Invoke("pages").Int32, other.Invoke("pages").Int32));
    }

    [Fact]
    public void PreparedFunctions_UsedWrongly_ThrowWithTheRemedy()
    {
        using SharedMemory memory = new(Threaded, 1, 8);
        using SharedMemory wide = new(Threaded, 1, 9);
        using Module module = Module.FromText(Threaded, "guest", Imports);
        using Module plain = Module.FromText(Threaded, "plain", """(module (memory (export "memory") 1))""");
        FakeHost host = Host;
        using PreparedModule functions = new HostImports().Add(host).PrepareFunctions(Threaded, module);
        using PreparedModule complete = new HostImports().Add(Host).Add(memory).Prepare(Threaded, module);
        using Store store = new(Threaded);
        Assert.Equal(
            "The memory 'env.memory' that the module imports is not resolved. Call 'WithMemory', and instantiate its result.",
            Assert.Throws<InvalidOperationException>(() => functions.Instantiate(store, host)).Message);
        Assert.Contains(
            "Create it with 'HostImports.PrepareFunctions'",
            Assert.Throws<InvalidOperationException>(() => complete.WithMemory(memory)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Use 'Prepare'",
            Assert.Throws<ArgumentException>(() => new HostImports().PrepareFunctions(Threaded, plain)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            3, Assert.Throws<UnresolvedImportsException>(() => new HostImports().PrepareFunctions(Threaded, module)).Imports.Count);
        Assert.Throws<WasmtimeException>(() => functions.WithMemory(wide));
    }

    [Fact]
    public void TryGrow_UpToTheMaximum_AddsPagesForAllInstances()
    {
        SharedMemory memory = new(Threaded, 1, 8);
        using Module module = Module.FromText(Threaded, "guest", Imports);
        using Store store = new(Threaded);
        using Guest guest = new HostImports().Add(Host).Add(memory).Instantiate(store, module);
        Assert.True(memory.TryGrow(3, out ulong previous));
        Assert.Equal((1UL, 4), (previous, guest.Invoke("pages").Int32));
        Assert.False(memory.TryGrow(5, out previous));
        Assert.Equal((0UL, 4), (previous, guest.Invoke("grow", 4).Int32));
        Assert.True(memory.TryGrow(0, out previous));
        Assert.Equal((8UL, 8UL << 16), (previous, memory.Memory.Length));
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.TryGrow(1, out _));
    }

    [Fact]
    public void SharedMemory_EngineWithoutSharedMemory_ThrowsWasmtimeException()
    {
        using Engine engine = new(new Config().WithWasmThreads(true));

        Assert.Throws<WasmtimeException>(() => new SharedMemory(engine, 1, 8));
    }

    /// <summary>Returns true if this process can read the address.</summary>
    private static bool IsMapped(nint address) => File.ReadLines("/proc/self/maps").Select(static line => line.Split(' ', '-')).Any(
        range => Parse(range[0]) <= address && address < Parse(range[1]));

    private static nint Parse(string address) => nint.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
