using System;
using Xunit;

namespace Witx.Bindings.Tool.Tests;

public sealed class DirectorySpecTests
{
    [Theory]
    [InlineData(".", ".", ".", false, false)]
    [InlineData("src", "src", "src", false, false)]
    [InlineData("src:ro", "src", "src", true, false)]
    [InlineData("src::/data", "src", "/data", false, false)]
    [InlineData("src:exec", "src", "src", false, true)]
    [InlineData("src::/data:exec", "src", "/data", false, true)]
    [InlineData("src::/data:ro:exec", "src", "/data", true, true)]
    [InlineData("src::/data:exec:ro", "src", "/data", true, true)]
    [InlineData("a::exec", "a", "exec", false, false)]
    [InlineData("src::/data:ro", "src", "/data", true, false)]
    [InlineData("/a b/ü::/", "/a b/ü", "/", false, false)]
    [InlineData("a:b::c:d", "a:b", "c:d", false, false)]
    [InlineData("a::ro", "a", "ro", false, false)]
    [InlineData("a::b::c", "a::b", "c", false, false)]
    [InlineData(@"C:\data", @"C:\data", "C:/data", false, false)]
    [InlineData(@"C:\data:ro", @"C:\data", "C:/data", true, false)]
    [InlineData(@"C:\data::/data", @"C:\data", "/data", false, false)]
    [InlineData(@"C:\::/c:ro", @"C:\", "/c", true, false)]
    [InlineData("C:::/c", "C:", "/c", false, false)]
    [InlineData("C:/data::D:/data", "C:/data", "D:/data", false, false)]
    public void ParseDirectory_ValidText_ReturnsHostGuestAndRights(
        string text, string host, string guest, bool isReadOnly, bool executes) =>
        Assert.Equal(new DirectorySpec(host, guest, isReadOnly, executes), DirectorySpec.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":ro")]
    [InlineData("::")]
    [InlineData("::/data")]
    [InlineData("src::")]
    [InlineData("::/data:ro")]
    [InlineData("::/data:ro:exec")]
    public void ParseDirectory_EmptyPath_ThrowsFormatException(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => DirectorySpec.Parse(text)).Message, StringComparison.Ordinal);
}
