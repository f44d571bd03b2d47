using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Witx.Bindings.Wasi.Scheduling;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Scheduling;

/// <summary>The threads of asynchronous calls, when the system does not start one.</summary>
public sealed class GuestThreadsTests
{
    [Fact]
    [SuppressMessage("Usage", "CA2201", Justification = "The runtime throws it when the system refuses a thread.")]
    public async Task RunAsync_SystemRefusesAThread_ThrowsWasiCapacityExceptionAndReleasesTheAdmission()
    {
        bool isRefused = true;
        AdmissionGate gate = new(1, 1, "The gate is");
        GuestThreads threads = new(2, 2)
        {
            Starter = thread =>
            {
                if (isRefused)
                {
                    throw new OutOfMemoryException("no thread");
                }

                thread.UnsafeStart();
            },
        };
        Lease first = new();
        WasiCapacityException exception = await Assert.ThrowsAsync<WasiCapacityException>(
            () => threads.RunAsync(new Admission(first, gate), static () => 1, CancellationToken.None).WaitInTimeAsync());
        Assert.IsType<OutOfMemoryException>(exception.InnerException);
        Assert.Equal(1, first.Disposals);

        // The gate admits one at a time, so a lost admission would block this call.
        isRefused = false;
        Admission second = new(new Lease(), gate);
        Assert.Equal(2, await threads.RunAsync(second, static () => 2, CancellationToken.None).WaitInTimeAsync());
        second.Dispose();
        threads.Close();
    }

    private sealed class Lease : IDisposable
    {
        internal int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }
}
