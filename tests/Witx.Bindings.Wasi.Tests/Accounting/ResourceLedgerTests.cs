using System.Threading.Tasks;
using Witx.Bindings.Wasi.Accounting;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Accounting;

/// <summary><see cref="ResourceLedger"/>, which counts the host memory of a process.</summary>
public sealed class ResourceLedgerTests
{
    [Fact]
    public void LedgerTryCharge_BeyondTheLimit_ChargesNothing()
    {
        ResourceLedger ledger = new(10);
        Assert.True(ledger.TryCharge(7));
        Assert.False(ledger.TryCharge(4));
        Assert.False(ledger.TryCharge(long.MaxValue));
        Assert.Equal(7, ledger.Charged);
        ledger.Release(5);
        Assert.True(ledger.TryCharge(8));
        Assert.Equal(10, ledger.Charged);
    }

    [Fact]
    public void LedgerTryCharge_FromManyThreads_NeverExceedsTheLimit()
    {
        const int Limit = 1000;
        ResourceLedger ledger = new(Limit);
        int granted = 0;
        Parallel.For(0, 5000, _ =>
        {
            if (ledger.TryCharge(1))
            {
                System.Threading.Interlocked.Increment(ref granted);
            }
        });
        Assert.Equal((Limit, Limit), (granted, ledger.Charged));
    }
}
