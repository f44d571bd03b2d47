using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("65536", 65536)]
    [InlineData("512k", 512 << 10)]
    [InlineData("64M", 64 << 20)]
    [InlineData("64MiB", 64 << 20)]
    [InlineData("64mb", 64 << 20)]
    [InlineData("4G", 4L << 30)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void ParseSize_ValidText_ReturnsBytes(string text, long bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("M")]
    [InlineData("1.5M")]
    [InlineData("64 M")]
    [InlineData("1T")]
    [InlineData("9223372036854775807K")]
    [InlineData("9223372036854775808")]
    public void ParseSize_InvalidText_ThrowsFormatException(string text) => Assert.Throws<FormatException>(() => ByteSize.Parse(text));
}
