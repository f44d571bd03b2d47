using System.Linq;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

public sealed class Preview1Tests
{
    [Theory]
    [InlineData("wasi_snapshot_preview1.witx")]
    [InlineData("wasi_unstable.witx")]
    [InlineData("wasix_v1.witx")]
    public void AWholeStandard_CompilesWithoutWarnings(string path)
    {
        (string, string)[] files = Compiled.RepositoryFiles();
        Assert.Contains(files, file => file.Item1.EndsWith("/" + path, System.StringComparison.Ordinal));
        Compiled compiled = Compiled.Run(
            $$"""
            using Witx.Bindings;
            namespace Test;
            [WitxModule("{{path}}", Missing = MissingFunction.Trap)]
            [WitxFaults(UnknownValue = "inval", InvalidUtf8 = "ilseq")]
            internal sealed partial class Host;
            """,
            files);
        Assert.Empty(compiled.Warnings);
        Assert.Null(compiled.Result.Results.Single().Exception);
    }

    [Fact]
    public void AFunctionWithoutABody_IsAnErrorInTheWitx()
    {
        Compiled compiled = Compiled.Run(
            """
            using Witx.Bindings;
            [WitxModule("wasi_snapshot_preview1.witx")]
            internal sealed partial class Host;
            """,
            Compiled.RepositoryFiles());
        Assert.Equal(46, compiled.Warnings.Length);
        Assert.All(compiled.Warnings, static error =>
        {
            Assert.Equal("CS8795", error.Id);
            Assert.Equal("/project/wasi_snapshot_preview1.witx", error.Location.GetMappedLineSpan().Path);
        });
        Assert.Equal("(19,27)-(19,37)", compiled.Warnings[0].Location.GetMappedLineSpan().Span.ToString());
    }
}
