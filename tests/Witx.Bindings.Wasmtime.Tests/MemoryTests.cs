using System;
using Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasmtime.Tests;

public sealed class MemoryTests
{
    private const string Peeks =
        """
        (module
          (import "env" "peek" (func $peek (param i32) (result i32)))
          (import "env" "poke" (func $poke (param i32 i32)))
          (import "env" "pages" (func $pages (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\2a")
          (data (i32.const 65535) "\2b")
          (func (export "peek") (param i32) (result i32) (call $peek (local.get 0)))
          (func (export "poke") (param i32 i32) (call $poke (local.get 0) (local.get 1)))
          (func (export "pages") (result i32) (call $pages))
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
        """;

    private static HostImports Imports => new HostImports().Add(new FakeHost("env").WithPeek().WithPoke().WithPages());

    [Theory]
    [InlineData(0, 42)]
    [InlineData(65535, 43)]
    public void HostFunction_ReadsTheLastByteOfTheMemory_ReturnsIt(int address, int expected)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Imports, Peeks);

        Assert.Equal(expected, guest.Invoke("peek", address).Int32);
    }

    [Theory]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(-1)]
    public void HostFunction_ReadsBeyondTheMemory_ThrowsOutOfBounds(int address)
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(Imports, Peeks);

        GuestFaultException fault = Assert.Throws<GuestFaultException>(() => guest.Invoke("peek", address));
        Assert.Equal(GuestFault.OutOfBounds, fault.Fault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Memory_GrownBetweenCalls_HasTheNewLengthAndAddress(bool mayMove)
    {
        // Without reserved address space, each growth moves a memory that may move.
        using Engine engine = new(mayMove
            ? new Config().WithStaticMemoryMaximumSize(0).WithMemoryReservationForGrowth(0)
            : new Config().WithMemoryMayMove(false));
        using Store store = new(engine);
        using Module module = Module.FromText(engine, "guest", Peeks);
        using Guest guest = Imports.Instantiate(store, module);

        Assert.Throws<GuestFaultException>(() => guest.Invoke("peek", 65536));
        nint origin = guest.Instance.GetMemory("memory")!.GetPointer();
        for (int pages = 2; pages < 40; pages++)
        {
            guest.Invoke("grow", 1);
            int last = (pages * 65536) - 1;
            guest.Invoke("poke", last, pages);
            Assert.Equal(pages, guest.Invoke("peek", last).Int32);
            Assert.Equal(pages, guest.Invoke("pages").Int32);
        }

        Assert.Equal(42, guest.Invoke("peek", 0).Int32);
        Assert.Equal(mayMove, origin != guest.Instance.GetMemory("memory")!.GetPointer());
    }

    [Fact]
    public void Memory_GrownInTheStartFunction_HasTheNewLength()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            Imports,
            """
            (module
              (import "env" "poke" (func $poke (param i32 i32)))
              (import "env" "pages" (func $pages (result i32)))
              (memory (export "memory") 1)
              (global $before (mut i32) (i32.const 0))
              (global $after (mut i32) (i32.const 0))
              (func $start
                (global.set $before (call $pages))
                (drop (memory.grow (i32.const 2)))
                (global.set $after (call $pages))
                (call $poke (i32.const 196607) (i32.const 9)))
              (start $start)
              (func (export "before") (result i32) (global.get $before))
              (func (export "after") (result i32) (global.get $after))
              (func (export "last") (result i32) (i32.load8_u (i32.const 196607))))
            """);

        Assert.Equal(1, guest.Invoke("before").Int32);
        Assert.Equal(3, guest.Invoke("after").Int32);
        Assert.Equal(9, guest.Invoke("last").Int32);
    }

    [Fact]
    public void Memory_OfTwoInstancesInOneStore_IsThatOfTheCaller()
    {
        using Sandbox sandbox = new();
        HostImports imports = Imports;
        using Guest one = sandbox.Instantiate(imports, Peeks);
        using Guest other = sandbox.Instantiate(imports, Peeks);

        one.Invoke("poke", 8, 1);
        other.Invoke("poke", 8, 2);
        other.Invoke("grow", 1);

        Assert.Equal(1, one.Invoke("peek", 8).Int32);
        Assert.Equal(2, other.Invoke("peek", 8).Int32);
        Assert.Equal(1, one.Invoke("pages").Int32);
        Assert.Equal(2, other.Invoke("pages").Int32);
    }

    [Fact]
    public void Memory_OfTwoInstancesOfOneLinker_IsThatOfTheCaller()
    {
        using Sandbox sandbox = new();
        using Module module = Sandbox.Compile(Peeks);
        using Linker linker = new(sandbox.Engine);
        Imports.Define(linker);
        Instance one = linker.Instantiate(sandbox.Store, module);
        Instance other = linker.Instantiate(sandbox.Store, module);

        one.GetAction<int, int>("poke")!(8, 1);
        other.GetAction<int, int>("poke")!(8, 2);
        other.GetFunction<int, int>("grow")!(1);

        Assert.Equal(1, one.GetFunction<int, int>("peek")!(8));
        Assert.Equal(2, other.GetFunction<int, int>("peek")!(8));
        Assert.Equal(1, one.GetFunction<int>("pages")!());
        Assert.Equal(2, other.GetFunction<int>("pages")!());
    }

    [Fact]
    public void Memory_NoExportNamedMemory_IsTheFirstExport()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            Imports,
            """
            (module
              (import "env" "pages" (func $pages (result i32)))
              (memory $a 3)
              (memory $b 5)
              (export "first" (memory $b))
              (export "second" (memory $a))
              (func (export "run") (result i32) (call $pages)))
            """);

        Assert.Equal(5, guest.Invoke("run").Int32);
    }

    [Fact]
    public void Memory_OneOfTwoExportsNamedMemory_IsUsed()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            Imports,
            """
            (module
              (import "env" "pages" (func $pages (result i32)))
              (memory (export "a") 3)
              (memory (export "memory") 5)
              (func (export "run") (result i32) (call $pages)))
            """);

        Assert.Equal(5, guest.Invoke("run").Int32);
    }

    [Fact]
    public void Memory_ImportedAndNotExported_IsUsed()
    {
        using Sandbox sandbox = new();
        Memory memory = new(sandbox.Store, 2, 10);
        memory.WriteByte(131071, 77);
        using Linker linker = new(sandbox.Engine);
        linker.Define("env", "memory", memory);
        using Guest guest = sandbox.Instantiate(
            Imports.Add(linker),
            """
            (module
              (import "env" "peek" (func $peek (param i32) (result i32)))
              (import "env" "memory" (memory 1))
              (global $seen (mut i32) (i32.const 0))
              (func $start (global.set $seen (call $peek (i32.const 131071))))
              (start $start)
              (func (export "seen") (result i32) (global.get $seen))
              (func (export "peek") (param i32) (result i32) (call $peek (local.get 0))))
            """);

        Assert.Equal(77, guest.Invoke("seen").Int32);
        memory.Grow(1);
        memory.WriteByte(196607, 78);
        Assert.Equal(78, guest.Invoke("peek", 196607).Int32);
    }

    [Fact]
    public void Memory_OfAGuestWithoutMemory_IsEmpty()
    {
        using Sandbox sandbox = new();
        using Guest guest = sandbox.Instantiate(
            Imports,
            """
            (module
              (import "env" "peek" (func $peek (param i32) (result i32)))
              (import "env" "pages" (func $pages (result i32)))
              (func (export "peek") (result i32) (call $peek (i32.const 0)))
              (func (export "pages") (result i32) (call $pages)))
            """);

        Assert.Equal(0, guest.Invoke("pages").Int32);
        Assert.Contains("0 bytes", Assert.Throws<GuestFaultException>(() => guest.Invoke("peek")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_With64BitAddresses_IsUsed()
    {
        using Engine engine = new(new Config().WithMemory64(true));
        using Store store = new(engine);
        using Module module = Module.FromText(
            engine,
            "guest",
            """
            (module
              (import "env" "pages" (func $pages (result i32)))
              (memory (export "memory") i64 3)
              (func (export "run") (result i32) (call $pages)))
            """);
        using Guest guest = Imports.Instantiate(store, module);

        Assert.Equal(3, guest.Invoke("run").Int32);
    }
}
