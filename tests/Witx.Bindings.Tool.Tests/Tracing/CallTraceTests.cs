using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using Witx.Bindings.Glue;
using Witx.Bindings.Wasmtime;
using Xunit;
using CoreType = Witx.Bindings.Glue.CoreType;

namespace Witx.Bindings.Tool.Tests;

public sealed class CallTraceTests
{
    private readonly byte[] _memory = new byte[4096];

    [Fact]
    public void Trace_Buffers_AreTheirLengths()
    {
        Words(0x100, 0x200, 14, 0x300, 3);
        Words(0x400, 17);
        Assert.Equal("fd_write(fd=1, iovs=[14, 3]) = 17", Trace("fd_write", 0, [1, 0x100, 2, 0x400]));
    }

    [Fact]
    public void Trace_PathsFlagsAndErrors_AreQuotedAndNamed()
    {
        Text(0x100, "a\"b\n");
        Assert.Equal(
            """path_open(fd=3, dirflags=symlink_follow, path="a\"b\n", oflags=creat|trunc, fs_rights_base=fd_read, fs_rights_inheriting=0, fdflags=0) = noent""",
            Trace("path_open", 44, [3, 1, 0x100, 4, 9, 2L << 32, 0L << 32, 0, 0x200], i64: [5, 6]));
    }

    [Fact]
    public void Trace_SeveralResults_AreATuple()
    {
        Words(0x100, 2);
        Words(0x104, 30);
        Assert.Equal("args_sizes_get() = (2, 30)", Trace("args_sizes_get", 0, [0x100, 0x104]));
    }

    [Fact]
    public void Trace_SuccessWithoutAValue_IsNamed() => Assert.Equal("fd_close(fd=3) = success", Trace("fd_close", 0, [3]));

    [Fact]
    public void Trace_FunctionThatThrows_HasAQuestionMarkAsResult()
    {
        StringWriter output = new() { NewLine = "\n" };
        HostFunction function = Function("proc_exit", 1, null);
        HostCallHandler handler = CreateTrace(output)
            .Intercept(function, static (in _) => throw new InvalidOperationException());
        byte[] slots = Slots([7], []);
        _ = Assert.Throws<InvalidOperationException>(() => handler(Call(function, slots)));
        Assert.Equal("proc_exit(rval=7) = ?\n", output.ToString());
    }

    [Theory]
    [InlineData("wasi_snapshot_preview1", "set")]
    [InlineData("wasi_unstable", "cur")]
    [InlineData("wasix_32v1", "set")]
    [InlineData("elsewhere", "set")]
    public void Trace_FunctionInSeveralInterfaces_UsesTheImportedModule(string module, string whence)
    {
        StringWriter output = new() { NewLine = "\n" };
        HostFunction function = Function("fd_seek", 4, CoreType.I32, 1) with { Module = module };
        HostCallHandler handler = CreateTrace(output).Intercept(function, static (in _) => 8);
        _ = handler(Call(function, Slots([4, 2L << 32, 0, 0x100], [1])));
        Assert.Equal($"fd_seek(fd=4, offset=2, whence={whence}) = badf\n", output.ToString());
    }

    [Fact]
    public void Trace_AddressOutsideTheMemory_IsHexadecimal()
    {
        Words(0x100, 0x200, 14);
        Assert.Equal("fd_write(fd=1, iovs=[0x1004]) = fault", Trace("fd_write", 21, [1, 0x1000, 1, 0]));
        Assert.Equal("path_unlink_file(fd=3, path=0xfffffff0) = fault", Trace("path_unlink_file", 21, [3, 0xfffffff0, 0xffffffff]));
    }

    [Fact]
    public void Trace_LongListsAndStrings_AreTruncated()
    {
        string line = Trace("fd_write", 0, [1, 0, uint.MaxValue, 0x400]);
        Assert.Equal("fd_write(fd=1, iovs=[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …]) = 0", line);
        Text(0, new string('x', 300));
        Assert.Equal($"path_unlink_file(fd=3, path=\"{new string('x', 256)}\"…) = success", Trace("path_unlink_file", 0, [3, 0, 300]));
    }

    [Fact]
    public void Trace_Variant_HasItsPayload()
    {
        _memory[0x108] = 1;
        Words(0x110, 5);
        Assert.Equal(
            "poll_oneoff(in=0x100, out=0x200, nsubscriptions=1) = 1",
            Trace("poll_oneoff", 0, [0x100, 0x200, 1, 0x300], before: () => Words(0x300, 1)));
        Assert.Equal("fd_prestat_get(fd=3) = dir({pr_name_len=5})", Trace("fd_prestat_get", 0, [3, 0x10c], before: () =>
        {
            _memory[0x10c] = 0;
            Words(0x110, 5);
        }));
    }

    [Fact]
    public void Trace_UnknownFunction_IsNotWrapped()
    {
        HostCallHandler next = static (in _) => 0;
        Assert.Same(next, CreateTrace(TextWriter.Null).Intercept(Function("frobnicate", 1, null), next));
    }

    [Fact]
    public void BundledInterfaces_HaveNoErrors() => Assert.All(BundledInterfaces.Load(), static document =>
    {
        Assert.Empty(InterfaceFile.Errors(document));
        _ = Assert.Single(document.Modules);
    });

    private string Trace(string name, int result, long[] arguments, int[]? i64 = null, Action? before = null)
    {
        before?.Invoke();
        StringWriter output = new() { NewLine = "\n" };
        HostFunction function = Function(name, arguments.Length, CoreType.I32, i64 ?? []);
        HostCallHandler handler = CreateTrace(output).Intercept(function, (in _) => result);
        Assert.Equal(result, handler(Call(function, Slots(arguments, i64 ?? []))));
        return output.ToString().TrimEnd('\n');
    }

    private static CallTrace CreateTrace(TextWriter output) => new(BundledInterfaces.Load(), output, CallFilter.All, TerminalStyle.Plain);

    private HostCallContext Call(HostFunction function, byte[] slots) =>
        new(function, this, new HostValues(slots), new MemoryGuest(_memory));

    private static HostFunction Function(string name, int count, CoreType? result, params int[] i64)
    {
        CoreType[] parameters = new CoreType[count];
        Array.Fill(parameters, CoreType.I32);
        foreach (int index in i64)
        {
            parameters[index] = CoreType.I64;
        }

        return new HostFunction("wasi_snapshot_preview1", name, new CoreSignature(parameters, result), true, static (_, _, _) => 0);
    }

    private static byte[] Slots(long[] values, int[] i64)
    {
        byte[] slots = new byte[values.Length * HostValues.SlotSize];
        for (int i = 0; i < values.Length; i++)
        {
            // The high half of the slot of an i32 is undefined.
            long value = Array.IndexOf(i64, i) >= 0 ? values[i] >> 32 : values[i] | (0x55L << 32);
            BinaryPrimitives.WriteInt64LittleEndian(slots.AsSpan(i * HostValues.SlotSize), value);
        }

        return slots;
    }

    private void Words(int address, params uint[] words)
    {
        foreach (uint word in words)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_memory.AsSpan(address), word);
            address += sizeof(uint);
        }
    }

    private void Text(int address, string text) => Encoding.UTF8.GetBytes(text).CopyTo(_memory, address);

    /// <summary>A guest with a memory and without functions.</summary>
    private sealed class MemoryGuest(byte[] memory) : ICallingGuest
    {
        GuestMemory ICallingGuest.Memory => new(memory);

        GuestValue ICallingGuest.Invoke(string export, ReadOnlySpan<GuestValue> arguments) => throw new NotSupportedException();

        GuestValue ICallingGuest.InvokeIndirect(string table, ulong index, ReadOnlySpan<GuestValue> arguments) =>
            throw new NotSupportedException();
    }
}
