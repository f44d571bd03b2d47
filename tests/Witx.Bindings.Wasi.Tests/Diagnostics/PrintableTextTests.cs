using System;
using System.Linq;
using System.Text;
using Microsoft.Extensions.Logging;
using Witx.Bindings.Wasi.Diagnostics;
using Witx.Bindings.Wasi.Networking;
using Witx.Bindings.Wasi.SystemCalls;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Diagnostics;

/// <summary>Text from guests in logs and exceptions, and the rate at which guests can write logs.</summary>
public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain ä 漢 🙂", "plain ä 漢 🙂")]
    [InlineData("a\nb\0\u007f", @"a\x0ab\x00\x7f")]
    [InlineData("c1\u0085\u009b[31m", @"c1\x85\x9b[31m")]
    [InlineData("bidi\u202e\u2066\u200f\u061c", @"bidi\u{202e}\u{2066}\u{200f}\u{61c}")]
    [InlineData("lines\u2028\u2029", @"lines\u{2028}\u{2029}")]
    [InlineData("hidden\u200b\ufeff\u00ad", @"hidden\u{200b}\u{feff}\xad")]
    public void PrintableText_UnprintableCharacters_AreEscaped(string text, string expected)
    {
        Assert.Equal(expected, PrintableText.From(text));
        Assert.Equal(expected, PrintableText.From(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void PrintableText_InvalidUtf8_IsEscapedByteByByte() =>
        Assert.Equal(@"a\xff\xc3(\xf0\x9fb", PrintableText.From([(byte)'a', 0xff, 0xc3, (byte)'(', 0xf0, 0x9f, (byte)'b']));

    [Fact]
    public void PrintableText_EveryCodePoint_LeavesNoControlOrFormatCharacter()
    {
        string everything =
            string.Concat(Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(static value => new Rune(value).ToString()));
        foreach (Rune rune in PrintableText.From(everything).EnumerateRunes())
        {
            Assert.False(Rune.IsControl(rune));
            Assert.NotEqual(System.Globalization.UnicodeCategory.Format, Rune.GetUnicodeCategory(rune));
        }
    }

    [Fact]
    public void ExceptionMessage_UnprintablePath_EscapesIt()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => WasiDirectory.CreateInMemory().ReadFile("a\u202eb\n"));
        Assert.Contains(@"'a\u{202e}b\x0a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BoundedLog_WarningsInALoop_LimitsTheRate()
    {
        using RecordingLoggers log = new(LogLevel.Warning);
        ManualTime time = new();
        BoundedLog bounded = new(log, time);
        Refuse(bounded, 1000);
        Assert.Equal(BoundedLog.Burst, log.Lines.Count);

        time.Advance(BoundedLog.Interval);
        Refuse(bounded, 1000);
        Assert.Equal(
            [
                "Warning 990 warnings were not logged because they exceeded the rate limit.",
                @"Warning Refused Outbound network access to 'a\u{202e}'. Allow it in the network configuration of the process.",
            ],
            log.Lines.Skip(BoundedLog.Burst));

        time.Advance(100 * BoundedLog.Interval);
        Refuse(bounded, 1000);
        Assert.Equal(2 * BoundedLog.Burst + 3, log.Lines.Count);
    }

    [Fact]
    public void BoundedLog_OtherLevels_AreNotLimited()
    {
        using RecordingLoggers log = new(LogLevel.Debug);
        BoundedLog bounded = new(log, new ManualTime());
        for (int i = 0; i < 100; i++)
        {
            Log.FdSync(bounded, 1);
        }

        Assert.Equal(100, log.Lines.Count);
    }

    private static void Refuse(ILogger log, int count)
    {
        for (int i = 0; i < count; i++)
        {
            NetworkLog.Refused(log, WasiNetworkAccess.Outbound, "a\u202e");
        }
    }
}
