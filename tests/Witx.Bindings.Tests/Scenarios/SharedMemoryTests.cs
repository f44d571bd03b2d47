using System;
using System.Text.Unicode;
using System.Threading;
using Witx.Bindings.Tests.Hosts;
using Xunit;

namespace Witx.Bindings.Tests.Scenarios;

/// <summary>
/// Tests of guest memory that another thread changes during a call: the value that was checked must be the value that is used.
/// </summary>
public sealed class SharedMemoryTests
{
    private const int Rounds = 10_000;

    [Fact]
    public void Enum_ChangedByAnotherThread_IsNeverAnUnknownMember()
    {
        Call call = new(new AnsweringPolicies());
        WhileRewriting(call.Memory, 100, [1, 0xff], () =>
        {
            // 0 (success) with the sum 1 if the element was valid, or 2 (inval) if it was not.
            long answer = call.Invoke("by_list", 100, 1, 8);
            Assert.True(answer is 0 or 2);
            Assert.True(answer != 0 || call.U32(8) is 1);
        });
    }

    [Fact]
    public void Variant_ChangedByAnotherThread_HasThePayloadOfItsTag()
    {
        Variants host = new();
        Call call = new(host);
        WhileRewriting(call.Memory, 40, [0, 1, 2, 3, 200], () =>
        {
            host.Seen.Clear();
            try
            {
                Assert.Equal(0, call.Invoke("get_tag", 40, 8));
                Assert.True(((Variants.Reason)host.Seen[0]).Tag <= Variants.Excuse.Sleeping);
                Assert.Equal(call.Memory[8], (byte)((Variants.Reason)host.Seen[0]).Tag);
            }
            catch (GuestFaultException fault)
            {
                Assert.Equal(GuestFault.UnknownValue, fault.Fault);
            }
        });
    }

    [Fact]
    public void GuestStringCopyTo_ChangedByAnotherThread_CopiesValidUtf8()
    {
        byte[] memory = new byte[64];
        memory.AsSpan().Fill((byte)'a');
        byte[] copy = new byte[16];
        WhileRewriting(memory, 8, [(byte)'a', 0xff, 0xc3, 0x80], () =>
        {
            try
            {
                Assert.True(Utf8.IsValid(new GuestString(new GuestMemory(memory), 0, 16).CopyTo(copy)));
                Assert.DoesNotContain('\uFFFD', new GuestString(new GuestMemory(memory), 0, 16).ToString());
            }
            catch (GuestFaultException fault)
            {
                Assert.Equal(GuestFault.InvalidUtf8, fault.Fault);
            }
        });
    }

    private static void WhileRewriting(byte[] memory, int address, byte[] values, Action read)
    {
        using CancellationTokenSource done = new();
        CancellationToken stop = done.Token;
        Thread writer = new(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                Volatile.Write(ref memory[address], values[i % values.Length]);
            }
        });
        writer.Start();
        try
        {
            for (int i = 0; i < Rounds; i++)
            {
                read();
            }
        }
        finally
        {
            done.Cancel();
            writer.Join();
        }
    }
}
