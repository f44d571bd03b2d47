using System.Linq;
using Witx.Bindings.Wasi.Platform;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>Random bytes of the host.</summary>
public sealed class RandomnessTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(257)]
    [InlineData((3 << 20) + 5)]
    public void RandomnessFill_AnyLength_FillsEveryByte(int length)
    {
        byte[] seen = new byte[length];
        for (int attempt = 0; attempt < 64 && seen.Any(static bits => bits == 0); attempt++)
        {
            byte[] bytes = new byte[length];
            Assert.Equal(Errno.Success, Randomness.Fill(bytes));
            seen = [.. seen.Zip(bytes, static (a, b) => (byte)(a | b))];
        }

        Assert.DoesNotContain((byte)0, seen);
    }
}
