using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class DirectorySpecTests
{
    [Theory]
    [InlineData(".", ".", ".", false)]
    [InlineData("src", "src", "src", false)]
    [InlineData("src:ro", "src", "src", true)]
    [InlineData("src::/data", "src", "/data", false)]
    [InlineData("src::/data:ro", "src", "/data", true)]
    [InlineData("/a b/ü::/", "/a b/ü", "/", false)]
    [InlineData("a:b::c:d", "a:b", "c:d", false)]
    [InlineData("a::ro", "a", "ro", false)]
    [InlineData("a::b::c", "a::b", "c", false)]
    [InlineData(@"C:\data", @"C:\data", "C:/data", false)]
    [InlineData(@"C:\data:ro", @"C:\data", "C:/data", true)]
    [InlineData(@"C:\data::/data", @"C:\data", "/data", false)]
    [InlineData(@"C:\::/c:ro", @"C:\", "/c", true)]
    [InlineData("C:::/c", "C:", "/c", false)]
    [InlineData("C:/data::D:/data", "C:/data", "D:/data", false)]
    public void ParseDirectory_ValidText_ReturnsHostGuestAndMode(string text, string host, string guest, bool isReadOnly) =>
        Assert.Equal(new DirectorySpec(host, guest, isReadOnly), DirectorySpec.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":ro")]
    [InlineData("::")]
    [InlineData("::/data")]
    [InlineData("src::")]
    [InlineData("::/data:ro")]
    public void ParseDirectory_EmptyPath_ThrowsFormatException(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => DirectorySpec.Parse(text)).Message, StringComparison.Ordinal);
}
