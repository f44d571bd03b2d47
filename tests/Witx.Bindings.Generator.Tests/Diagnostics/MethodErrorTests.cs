using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>Diagnostics of the methods of a host.</summary>
public sealed class MethodErrorTests
{
    private static readonly (string, string) s_kv = ("kv.witx", """
        (typename $errno (enum (@witx tag u16) $success $inval $nosys))
        (typename $size u32)
        (typename $pair (record (field $left u32) (field $right u32)))
        (module $kv
          (@interface func (export "get") (param $key string) (param $value (list u8)) (result $error (expected $size (error $errno))))
          (@interface func (export "put") (param $event $pair) (result $error (expected (error $errno))))
        )
        """);

    private const string Put = "public partial Errno Put(in Pair @event) => Errno.Nosys;";

    private const string Get = "public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value) => 0u;";

    private static string Host(string methods, string arguments = "", string className = "Host") =>
        $$"""
        using Witx.Bindings;
        [WitxModule("kv.witx"{{arguments}})]
        public sealed partial class {{className}}
        {
            {{methods}}
        }
        """;

    [Fact]
    public async Task ImplementedHost_Analyzed_ReportsNothing()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(Host(Get + Put), s_kv);
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Theory]
    [InlineData("public partial Result<uint, Errno> {|WITX317:Get|}(string key, GuestList<byte> value) => 0u;")]
    [InlineData("public partial Result<uint, Errno> {|WITX317:Get|}(GuestString key) => 0u;")]
    [InlineData("public partial Errno {|WITX317:Get|}(GuestString key, GuestList<byte> value) => Errno.Nosys;")]
    [InlineData("public partial Result<uint, Erno> {|WITX317:Get|}(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("partial Result<uint, Errno> {|WITX317:Get|}(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("internal partial Result<uint, Errno> {|WITX317:Get|}(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("public static partial Result<uint, Errno> {|WITX317:Get|}(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("public Result<uint, Errno> {|WITX317:Get|}(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("partial void {|WITX317:Get|}() { }")]
    public async Task WrongSignature_Analyzed_ReportsTheExpectedDeclaration(string method)
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(Host(method + Put), s_kv);
        Assert.Equal(
            "Signature does not match function 'get' at kv.witx(5,28); declare the method as 'public partial Result<uint, Errno> "
                + "Get(GuestString key, GuestList<byte> value)'",
            analyzed.Message("WITX317"));
    }

    [Theory]
    [InlineData(
        "public partial Witx.Bindings.Result<System.UInt32, global::Host.Errno> Get(Text key, GuestList<System.Byte> value) => 0u;")]
    [InlineData("public partial Result<Size, Error> Get(GuestString key, GuestList<byte> value) => 0u;")]
    [InlineData("public unsafe partial Result<uint, Errno> Get(scoped GuestString key, [System.Diagnostics.CodeAnalysis.UnscopedRef] "
        + "GuestList<byte> value) => 0u;")]
    public async Task EquivalentSignature_Analyzed_ReportsNothing(string method)
    {
        await AnalyzerVerifier.Expect(
            "using Size = System.UInt32; using Error = Host.Errno; using Text = Witx.Bindings.GuestString; " + Host(method + Put), s_kv);
    }

    [Fact]
    public async Task UserOverload_Analyzed_ReportsNothing()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            Host(Get + Put + "public int Get(string key) => key.Length; private static Errno Put(int i) => (Errno)i;"), s_kv);
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task MisspelledMethod_Analyzed_SuggestsTheMissingFunction()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            Host("public partial Errno {|WITX318:Puts|}(in Pair @event) => Errno.Nosys;" + Get, className: "{|WITX320:Host|}"), s_kv);
        Assert.Equal("No function of 'kv.witx' has the C# name 'Puts'; did you mean 'Put'?", analyzed.Message("WITX318"));
        await AnalyzerVerifier.Expect(
            Host("public partial Errno {|WITX318:Puts|}(in int @event) => 0;", ", Missing = MissingFunction.Trap"), s_kv);
    }

    [Fact]
    public async Task MissingMethods_Analyzed_ReportWitx320AtTheClass()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(Host(Get, className: "{|WITX320:Host|}"), s_kv);
        Assert.Equal("1 of 2 functions of 'kv.witx' are not implemented: Put", analyzed.Message("WITX320"));
        Assert.Single(analyzed.CompilerErrors, static error => error.Contains("CS8795", System.StringComparison.Ordinal));
        await AnalyzerVerifier.Expect(Host(Get, ", Missing = MissingFunction.Trap"), s_kv);
    }
}
