using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Platform.Windows;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Platform;

/// <summary>Windows file names that mean devices, streams or other files are refused.</summary>
public sealed class WindowsNameTests
{
    private static readonly string[] s_ports = ["COM", "LPT"];
    private static readonly string[] s_numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"];
    private static readonly string[] s_suffixes = ["", ".txt", ".a.b", " ", ".", ":x", " .txt", ". ."];

    public static IEnumerable<string> Devices =>
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. s_ports.SelectMany(_ => s_numbers, (port, number) => port + number)];

    [Fact]
    public void WindowsName_DeviceWithAnySuffix_IsRefused()
    {
        foreach (string device in Devices)
        {
            foreach (string suffix in s_suffixes)
            {
                Assert.False(WindowsName.IsPlain(device + suffix), device + suffix);
                Assert.False(WindowsName.IsPlain(device.ToLowerInvariant() + suffix), device + suffix);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("a:stream")]
    [InlineData("C:x")]
    [InlineData("C:")]
    [InlineData("\\")]
    [InlineData("\\\\?\\C:")]
    [InlineData("a\\b")]
    [InlineData("a/b")]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a\u0001")]
    [InlineData("a\0")]
    [InlineData("PROGRA~1")]
    [InlineData("a~1.txt")]
    public void WindowsName_SpecialMeaning_IsRefused(string name) => Assert.False(WindowsName.IsPlain(name));

    [Theory]
    [InlineData("a")]
    [InlineData("a b")]
    [InlineData(".config")]
    [InlineData("..a")]
    [InlineData("NULL")]
    [InlineData("CONSOLE")]
    [InlineData("COM")]
    [InlineData("COM10")]
    [InlineData("xCOM1")]
    [InlineData("com.1")]
    [InlineData("notes~")]
    [InlineData("a-long-name~1")]
    [InlineData("日本")]
    public void WindowsName_PlainFileName_IsAccepted(string name) => Assert.True(WindowsName.IsPlain(name));
}
