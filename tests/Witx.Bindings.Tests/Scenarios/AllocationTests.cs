using System;
using System.Linq;
using Witx.Bindings.Glue;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>Tests that calls through generated code allocate no managed memory.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void HostCall_AnyParametersAndResults_AllocatesNothing()
    {
        byte[] memory = new byte[65536];
        new byte[] { 64, 0, 0, 0, 5, 0, 0, 0 }.CopyTo(memory, 16);
        AllocatesNothing(new Preview1(), "fd_tell", memory, 3, 8);
        AllocatesNothing(new Preview1(), "fd_filestat_get", memory, 3, 64);
        AllocatesNothing(new Preview1(), "poll_oneoff", memory, 128, 1024, 4, 8);
        AllocatesNothing(new Preview1(), "args_sizes_get", memory, 4, 8);
        AllocatesNothing(new Preview1(), "fd_close", memory, 3);
        AllocatesNothing(new Records(), "sum_array", memory, 16, 8);
        AllocatesNothing(new Records(), "turn_around", memory, 64, 128);
        AllocatesNothing(new Lists(), "total_length", memory, 16, 1, 8);
        AllocatesNothing(new Lists(), "sum_of_elements", memory, 16, 4, 0, 4, 8);
        AllocatesNothing(new Strings(), "decode", memory, 16, 4, 8);
        AllocatesNothing(new Errors(), "chosen", memory, 0, 4, 8, 12);
        AllocatesNothing(new AnsweringPolicies(), "by_value", memory, 2, 0);
    }

    private static void AllocatesNothing(IHostModule host, string name, byte[] memory, params int[] values)
    {
        HostFunction function = host.Functions.ToArray().Single(function => function.Name == name);
        byte[] slots = new byte[values.Length * HostValues.SlotSize];
        for (int i = 0; i < values.Length; i++)
        {
            BitConverter.TryWriteBytes(slots.AsSpan(i * HostValues.SlotSize), values[i]);
        }

        Call(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Call(1000);
        Assert.Equal((name, 0L), (name, GC.GetAllocatedBytesForCurrentThread() - before));

        void Call(int times)
        {
            for (int i = 0; i < times; i++)
            {
                function.Entry(host, new HostValues(slots), new GuestMemory(memory));
            }
        }
    }
}
