using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>Each fix applies the remedy of its message.</summary>
public sealed class CorrectionTests
{
    private const string Witx = """
        (typename $errno (enum (@witx tag u16) $success $inval $nosys))
        (typename $size u32)
        (module $kv
          (@interface func (export "get") (param $key string) (param $value (list u8)) (result $error (expected $size (error $errno))))
        )
        """;

    private const string Get = "    public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value) => 0u;\n";

    private static string Host(
        string member = Get, string attribute = "[WitxModule(\"kv.witx\")]", string head = "public sealed partial class Host") =>
        $"using Witx.Bindings;\n\n{attribute}\n{head}\n{{\n{member}}}\n";

    [Theory]
    [InlineData("public sealed class Host", "public sealed partial class Host")]
    [InlineData("class Host", "partial class Host")]
    [InlineData("public record Host(int Count)", "public partial record Host(int Count)")]
    public async Task MakePartial_Class_AddsTheModifier(string head, string mended) =>
        await Expect(new MakePartial(), "WITX301", "Make 'Host' partial", Host(head: head), Host(head: mended));

    [Fact]
    public async Task MakePartial_ContainingClasses_AreFixedTogether()
    {
        Project project = UserProject.Open(
            Witx, ("Host.cs", "using Witx.Bindings;\npublic class A { class B { [WitxModule(\"kv.witx\", Missing = MissingFunction.Trap)] "
                + "class Host; } }\n"));

        Project mended = await project.FixAllAsync(new MakePartial(), "WITX301", FixAllScope.Document, nameof(MakePartial));

        Assert.Equal(
            "using Witx.Bindings;\npublic partial class A { partial class B { [WitxModule(\"kv.witx\", Missing = MissingFunction.Trap)] "
                + "partial class Host; } }\n",
            await mended.TextAsync("Host.cs"));
        Assert.Equal("", await mended.ErrorsAsync());
    }

    [Theory]
    [InlineData("    public partial Errno Get(string key) => 0u;\n")]
    [InlineData("    internal static partial Result<int, Errno> Get(GuestString key, GuestList<byte> value) => 0u;\n")]
    [InlineData("    public Result<uint, Errno> Get(GuestString key, GuestList<byte> value) => 0u;\n")]
    public async Task CorrectSignature_WrongSignature_ReplacesTheDeclaration(string member) =>
        await Expect(
            new CorrectSignature(),
            "WITX317",
            "Declare it as 'public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value)'",
            Host(member),
            Host());

    [Fact]
    public async Task CorrectSignature_BodyAttributesAndComments_AreKept() =>
        await Expect(
            new CorrectSignature(),
            "WITX317",
            "Declare it as 'public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value)'",
            Host("    /// <summary>Reads.</summary>\n    [System.ComponentModel.Description(\"x\")] // soon\n    public partial Errno "
                + "Get()\n    {\n        return 0u; // none\n    }\n"),
            Host("    /// <summary>Reads.</summary>\n    [System.ComponentModel.Description(\"x\")] // soon\n    public partial "
                + "Result<uint, Errno> Get(GuestString key, GuestList<byte> value)\n    {\n        return 0u; // none\n    }\n"));

    [Theory]
    [InlineData("WITX303", "[WitxModule(\"kw.witx\")]", "[WitxModule(\"kv.witx\")]", "kv.witx")]
    [InlineData("WITX305", "[WitxModule(\"kv.witx\", Module = \"kvv\")]", "[WitxModule(\"kv.witx\", Module = \"kv\")]", "kv")]
    [InlineData(
        "WITX309",
        "[WitxModule(\"kv.witx\"), WitxFaults(OutOfBounds = \"invall\")]",
        "[WitxModule(\"kv.witx\"), WitxFaults(OutOfBounds = \"inval\")]",
        "inval")]
    [InlineData(
        "WITX312",
        "[WitxModule(\"kv.witx\"), WitxName(\"$erno\", \"Errno\")]",
        "[WitxModule(\"kv.witx\"), WitxName(\"$errno\", \"Errno\")]",
        "$errno")]
    public async Task UseSuggestedName_MisspelledName_IsReplaced(string id, string attribute, string mended, string name) =>
        await Expect(new UseSuggestedName(), id, $"Change to '{name}'", Host(attribute: attribute), Host(attribute: mended));

    [Fact]
    public async Task UseSuggestedName_MisspelledMethod_IsRenamed() =>
        await Expect(
            new UseSuggestedName(),
            "WITX318",
            "Change to 'Get'",
            Host(Get.Replace("Get", "Gett", System.StringComparison.Ordinal)),
            Host());

    [Fact]
    public async Task UseSuggestedName_WithoutSuggestion_OffersNothing()
    {
        Project project = UserProject.Open(Witx, ("Host.cs", Host(attribute: "[WitxModule(\"something_else.txt\")]")));

        Assert.Empty(await project.OfferedAsync(new UseSuggestedName(), "WITX303"));
    }

    private static async Task Expect(CodeFixProvider fix, string id, string title, string code, string mended)
    {
        Project project = await UserProject.Open(Witx, ("Host.cs", code)).FixAsync(fix, id, title);

        Assert.Equal(mended, await project.TextAsync("Host.cs"));
        Assert.Equal("", await project.ErrorsAsync());
    }
}
