using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("1", 1000)]
    [InlineData("1.5", 1500)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("2m", 120_000)]
    [InlineData("0.5h", 1_800_000)]
    public void ParseDuration_ValidText_ReturnsTimeSpan(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("1e3")]
    [InlineData("1.2.3s")]
    [InlineData("1 s")]
    [InlineData("1d")]
    [InlineData("99999h")]
    public void ParseDuration_InvalidText_ThrowsFormatException(string text) => Assert.Throws<FormatException>(() => Duration.Parse(text));
}
