using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Text;
using Wasmtime;
using Witx.Bindings.Wasmtime;
using Xunit;
using CoreType = Witx.Bindings.Glue.CoreType;
using HostFunction = Witx.Bindings.Glue.HostFunction;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Guests of <c>wasix_64v1</c>: addresses, lengths and counts have 64 bits and are never truncated to 32.</summary>
public sealed class WasixMemory64Tests
{
    // The addresses that the tables of arguments use, as their type.
    private const ulong Vectors = VectorsAt;
    private const ulong Result = ResultAt;
    private const ulong SecondResult = 0x208;
    private const ulong Out = 0x300;
    private const ulong SecondOut = 0x304;
    private const ulong Stat = StatAt;
    private const ulong Path = 0x500;
    private const ulong Name = 0x510;
    private const ulong Subscriptions = 0x600;
    private const ulong Size = 0x640;
    private const ulong Events = 0x700;

    private const ulong FourGiB = 1UL << 32;

    private static WasiOptions Options => new()
    {
        Arguments = ["program", "argument"],
        PreopenRoot = true,
        Mounts = [new("/data", WasiDirectory.CreateInMemory())],
        Network = WasiNetwork.Virtual(),
    };

    [Fact]
    public void Memory64Results_Sizes_HaveEightBytes()
    {
        using TestGuest guest = TestGuest.CreateMemory64(Options);
        guest.Memory.Fill(0xff);
        Assert.Equal(Errno.Success, guest.Call("args_sizes_get", ResultAt, SecondResult));
        Assert.Equal((2UL, 17UL), (guest.UInt64(ResultAt), guest.UInt64((int)SecondResult)));
        Assert.Equal(Errno.Success, guest.Call("args_get", Out, Stat));
        Assert.Equal((Stat, Stat + 8), (guest.UInt64((int)Out), guest.UInt64((int)Out + 8)));
        Assert.Equal(Errno.Success, guest.Call("fd_prestat_get", 4, ResultAt));
        Assert.Equal((0, 5UL), (guest.Memory[ResultAt], guest.UInt64((int)SecondResult)));
        Assert.Equal(Errno.Success, guest.Call("fd_prestat_dir_name", 4, ResultAt, FourGiB >> 16));
        Assert.Equal("/data", guest.Text(ResultAt, 5));
        Assert.Equal(Errno.Success, guest.Call("thread_parallelism", ResultAt));
        Assert.Equal((ulong)Environment.ProcessorCount, guest.UInt64(ResultAt));
    }

    [Fact]
    public void Memory64Transfer_SeveralVectors_UsesThemInOrder()
    {
        using TestGuest guest = TestGuest.CreateMemory64(Options);
        uint fd = Open(guest, "data/file");
        guest.Write(TextAt, "first, second"u8);
        WriteVectors(guest, 0x1000, 7, 0x800, 0, 0x1007, 6);
        Assert.Equal(Errno.Success, guest.Call("fd_write", fd, VectorsAt, 3, ResultAt));
        Assert.Equal(13UL, guest.UInt64(ResultAt));
        Assert.Equal(Errno.Success, guest.Call("fd_sync", fd));
        WriteVectors(guest, 0x2006, 20, BufferAt, 6);
        Assert.Equal(Errno.Success, guest.Call("fd_pread", fd, VectorsAt, 2, 1, ResultAt));
        Assert.Equal((12UL, "irst, second"), (guest.UInt64(ResultAt), guest.Text(0x2006, 12)));
    }

    [Theory]
    [InlineData("fd_write", 0, Vectors, 1UL, Result)]
    [InlineData("fd_read", 0, Vectors, 1UL, Result)]
    [InlineData("fd_pwrite", 0, Vectors, 1UL, 0UL, Result)]
    [InlineData("fd_pread", 0, Vectors, 1UL, 0UL, Result)]
    [InlineData("sock_send", 1, Vectors, 1UL, 0UL, Result)]
    [InlineData("sock_recv", 1, Vectors, 1UL, 0UL, Result, SecondResult)]
    [InlineData("sock_send_to", 1, Vectors, 1UL, 0UL, Stat, Result)]
    [InlineData("sock_recv_from", 1, Vectors, 1UL, 0UL, Result, SecondResult, Stat)]
    public void Memory64Transfer_BufferOutsideTheMemory_Traps(string function, int kind, params ulong[] arguments)
    {
        using TestGuest guest = TestGuest.CreateMemory64(Options);
        Assert.Equal(
            Errno.Success,
            guest.Call("sock_pair", (ulong)WasiTypes.AddressFamily.Unix, (ulong)SockType.SocketStream, 0, 0x40, 0x44));
        ulong fd = kind == 0 ? Open(guest, "data/file") : guest.UInt32(0x40);
        foreach ((ulong address, ulong length) in new[]
        {
            (0x1000UL, FourGiB), (0x1000UL, FourGiB + 4), (FourGiB + 0x1000, 4UL),
            (0x1000UL, ulong.MaxValue), (ulong.MaxValue, 1UL), (ulong.MaxValue, 2UL),
        })
        {
            WriteVectors(guest, address, length);
            Assert.Throws<GuestFaultException>(() => guest.Call(function, [fd, .. arguments]));
        }

        // The address and the count of the list, and the address of the result, are checked with 64 bits too.
        WriteVectors(guest, 0x1000, 0);
        foreach ((int index, ulong value) in new[]
        {
            (0, FourGiB + 0x100), (1, FourGiB + 1), (1, 1UL << 60), (1, (1UL << 60) + 1), (1, ulong.MaxValue),
        })
        {
            ulong[] changed = [.. arguments];
            changed[index] = value;
            Assert.Throws<GuestFaultException>(() => guest.Call(function, [fd, .. changed]));
        }

        for (int i = 2; i < arguments.Length; i++)
        {
            ulong[] changed = [.. arguments];
            changed[i] += arguments[i] >= ResultAt ? FourGiB : 0;
            if (changed[i] != arguments[i])
            {
                Assert.Throws<GuestFaultException>(() => guest.Call(function, [fd, .. changed]));
            }
        }
    }

    /// <summary>Adds 4 GiB and more to each address and length of a valid call, one at a time.</summary>
    [Theory]
    [InlineData("args_get", "0", Out, Stat)]
    [InlineData("args_sizes_get", "01", Out, Stat)]
    [InlineData("random_get", "01", Out, 8UL)]
    [InlineData("fd_readdir", "124", 3UL, Out, 64UL, 0UL, Result)]
    [InlineData("fd_prestat_get", "1", 3UL, Out)]
    [InlineData("fd_prestat_dir_name", "12", 3UL, Out, 8UL)]
    [InlineData("path_open", "238", 3UL, 1UL, Path, 4UL, 0UL, 2UL, 0UL, 0UL, Result)]
    [InlineData("path_open2", "239", 3UL, 1UL, Path, 4UL, 0UL, 2UL, 0UL, 0UL, 0UL, Result)]
    [InlineData("path_filestat_get", "234", 3UL, 1UL, Path, 4UL, Out)]
    [InlineData("poll_oneoff", "013", Subscriptions, Events, 1UL, Result)]
    [InlineData("fd_pipe", "01", Out, SecondOut)]
    [InlineData("fd_event", "2", 0UL, 0UL, Out)]
    [InlineData("fd_dup", "1", 1UL, Out)]
    [InlineData("getcwd", "01", Out, Size)]
    [InlineData("chdir", "01", Path, 4UL)]
    [InlineData("epoll_create", "0", Out)]
    [InlineData("sock_open", "3", 1UL, 1UL, 0UL, Out)]
    [InlineData("sock_pair", "34", 3UL, 1UL, 0UL, Out, SecondOut)]
    [InlineData("port_addr_list", "1", Out, Size)]
    [InlineData("port_mac", "0", Out)]
    [InlineData("resolve", "015", Name, 9UL, 0UL, Out, 2UL, Result)]
    [InlineData("proc_id", "0", Out)]
    [InlineData("thread_id", "0", Out)]
    public void Memory64Call_AddressOutsideTheMemory_Traps(string function, string addresses, params ulong[] arguments)
    {
        using TestGuest guest = TestGuest.CreateMemory64(Options);
        WriteArguments(guest);
        Assert.Equal(Errno.Success, guest.Call(function, arguments));
        foreach (int index in addresses.Select(static digit => digit - '0'))
        {
            foreach (ulong more in new[] { FourGiB, 1UL << 40, 1UL << 63 })
            {
                ulong[] changed = [.. arguments];
                changed[index] += more;
                WriteArguments(guest);
                Assert.Throws<GuestFaultException>(() => guest.Call(function, changed));
            }
        }
    }

    [Fact]
    public void Memory64Call_HugeCount_IsLimited()
    {
        using TestGuest guest = TestGuest.CreateMemory64(Options);
        Assert.Equal(Errno.Nomem, guest.Call("poll_oneoff", Subscriptions, Events, FourGiB + 1, ResultAt));
        Assert.Equal(Errno.Inval, guest.Call("poll_oneoff", Subscriptions, Events, 0, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("epoll_create", 0x300));
        Assert.Equal(Errno.Success, guest.Call("epoll_wait", guest.UInt32(0x300), 0x1000, FourGiB, 0, ResultAt));
        Assert.Equal(0UL, guest.UInt64(ResultAt));
        Assert.Equal(Errno.Inval, guest.Call("epoll_wait", guest.UInt32(0x300), 0x1000, 0, 0, ResultAt));
        Assert.Equal(Errno.Success, guest.Call("sock_open", 1, 1, 0, 0x300));
        Assert.Equal(Errno.Success, guest.Call("sock_listen", guest.UInt32(0x300), FourGiB));
        guest.Write((int)Name, "localhost"u8);
        Assert.Equal(Errno.Success, guest.Call("resolve", Name, 9, 0, 0x300, ulong.MaxValue, ResultAt));
        Assert.Equal(2UL, guest.UInt64(ResultAt));
    }

    [Fact]
    public void Memory64Call_RandomArguments_ReturnsAnErrnoOrTraps()
    {
        string[] excluded =
        [
            "proc_exit", "proc_exit2", "proc_exec", "proc_exec2", "thread_exit", "thread_sleep", "stack_restore", "proc_raise",
            "proc_signal",
            "thread_signal", "proc_raise_interval", "stack_checkpoint", "call_dynamic", "epoll_wait", "poll_oneoff", "sock_accept",
            "sock_accept_v2",
        ];
        Random random = new(64);
        for (int round = 0; round < 8; round++)
        {
            using TestGuest guest = TestGuest.CreateMemory64(Options);
            foreach (string name in guest.Functions.Except(excluded).Order(StringComparer.Ordinal))
            {
                HostFunction function = guest.Function(name);
                for (int attempt = 0; attempt < 16; attempt++)
                {
                    random.NextBytes(guest.Memory[..0x400]);
                    ulong[] arguments =
                        [.. function.Signature.Parameters.ToArray().Select(type => CreateArgument(random, type == CoreType.I64))];
                    try
                    {
                        Assert.InRange(guest.Call(function, arguments), Errno.Success, Errno.Pending);
                    }
                    catch (GuestFaultException)
                    {
                        // A trap is a valid result.
                    }
                }
            }
        }
    }

    /// <summary>On the engine, with a memory of more than 4 GiB: data above 4 GiB, and a buffer longer than 4 GiB.</summary>
    [Fact]
    public void Memory64Guest_MemoryAbove4GiB_IsReadAndWritten()
    {
        using StringWriter output = new();
        using WasiProcess process = new(new WasiOptions
        {
            Output = WasiOutput.ToText(output),
            Mounts = [new("/data", WasiDirectory.CreateInMemory())],
            Limits = { MaxMemory = 8L << 30 },
        });
        using Engine engine = new(new Config().WithMemoryMayMove(false).WithMemory64(true));
        using Module module = Module.FromText(engine, "guest", """
            (module
              (import "wasix_64v1" "fd_write" (func $write (param i32 i64 i64 i64) (result i32)))
              (import "wasix_64v1" "fd_pipe" (func $pipe (param i64 i64) (result i32)))
              (import "wasix_64v1" "fd_fdstat_set_flags" (func $set (param i32 i32) (result i32)))
              (import "wasix_64v1" "fd_read" (func $read (param i32 i64 i64 i64) (result i32)))
              (import "wasix_64v1" "proc_exit" (func $exit (param i32)))
              (memory (export "memory") i64 65540)
              (data (i64.const 0x1_0000_1000) "beyond\0a")
              (func $check (param i32 i32)
                (if (i32.ne (local.get 0) (local.get 1)) (then (call $exit (i32.const 1)))))
              (func (export "_start")
                ;; The text, its vector and the result are all above 4 GiB.
                (i64.store (i64.const 0x1_0000_0100) (i64.const 0x1_0000_1000))
                (i64.store (i64.const 0x1_0000_0108) (i64.const 7))
                (i64.store (i64.const 0x1_0000_0200) (i64.const -1))
                (call $check (call $write (i32.const 1) (i64.const 0x1_0000_0100) (i64.const 1) (i64.const 0x1_0000_0200)) (i32.const 0))
                (if (i64.ne (i64.load (i64.const 0x1_0000_0200)) (i64.const 7)) (then (call $exit (i32.const 2))))
                ;; A pipe accepts its capacity from a buffer of 4 GiB and 5 bytes.
                (call $check (call $pipe (i64.const 0x300) (i64.const 0x304)) (i32.const 0))
                (call $check (call $set (i32.load (i64.const 0x304)) (i32.const 4)) (i32.const 0))
                (i64.store (i64.const 0x100) (i64.const 0))
                (i64.store (i64.const 0x108) (i64.const 0x1_0000_0005))
                (call $check (call $write (i32.load (i64.const 0x304)) (i64.const 0x100) (i64.const 1) (i64.const 0x200)) (i32.const 0))
                (if (i64.le_u (i64.load (i64.const 0x200)) (i64.const 5)) (then (call $exit (i32.const 3))))
                (i64.store (i64.const 0x100) (i64.const 0x10000))
                (call $check (call $read (i32.load (i64.const 0x300)) (i64.const 0x100) (i64.const 1) (i64.const 0x208)) (i32.const 0))
                (if (i64.ne (i64.load (i64.const 0x200)) (i64.load (i64.const 0x208))) (then (call $exit (i32.const 4))))
                ;; A buffer that ends outside the memory traps.
                (i64.store (i64.const 0x108) (i64.const 0x1_0004_0001))
                (drop (call $write (i32.const 1) (i64.const 0x100) (i64.const 1) (i64.const 0x200)))))
            """);
        using Store store = new(engine);
        process.ConfigureStore(engine, store);
        using Guest guest = new HostImports().AddWasi(process).Instantiate(store, module);
        Assert.Throws<WasiTrapException>(() => Assert.Equal(-1, process.Run(guest)));
        Assert.Equal("beyond\n", output.ToString());
    }

    private static void WriteArguments(TestGuest guest)
    {
        guest.Memory[..0x1000].Clear();
        guest.Write(0x500, "data"u8);
        guest.Write(0x510, "localhost"u8);
        BinaryPrimitives.WriteUInt64LittleEndian(guest.Memory[0x640..], 64);
    }

    private static uint Open(TestGuest guest, string path)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        guest.Write(PathAt, bytes);
        Assert.Equal(Errno.Success, guest.Call(
            "path_open", 3, 1, PathAt, (ulong)bytes.Length, (ulong)Oflags.Creat, (ulong)(Rights.FdRead | Rights.FdWrite), 0, 0, 0x40));
        return guest.UInt32(0x40);
    }

    private static void WriteVectors(TestGuest guest, params ReadOnlySpan<ulong> addressesAndLengths)
    {
        for (int i = 0; i < addressesAndLengths.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(guest.Memory[(0x100 + (8 * i))..], addressesAndLengths[i]);
        }
    }

    private static ulong CreateArgument(Random random, bool isLong)
    {
        ulong number = random.Next(10) switch
        {
            0 or 1 => 0,
            2 or 3 => (ulong)random.Next(8),
            4 => TestGuest.MemoryLength - (ulong)random.Next(16),
            5 => FourGiB + (ulong)random.Next(0x400),
            6 => ulong.MaxValue - (ulong)random.Next(16),
            7 => (ulong)random.NextInt64(),
            _ => (ulong)random.Next(TestGuest.MemoryLength) & ~15UL,
        };
        return isLong ? number : (uint)number;
    }
}
