using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>The methods that the fix adds match the generated declarations, so the project compiles.</summary>
public sealed class ImplementFunctionsTests
{
    private const string All = """
        using Witx.Bindings;

        [WitxModule("kv.witx")]
        public sealed partial class Host
        {
            public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value) => Errno.Nosys;

            public partial Errno Put(in Pair @event) => Errno.Nosys;

            public partial ulong Now() => throw new WitxTrapException("Now is not implemented");

            public partial void Abort(uint code) => throw new WitxTrapException("Abort is not implemented");
        }

        """;

    private static readonly ImplementFunctions s_fix = new();

    private static string Empty(string name, string ending = ";") =>
        $"using Witx.Bindings;\n\n[WitxModule(\"kv.witx\")]\npublic sealed partial class {name}{ending}\n";

    [Theory]
    [InlineData("WITX320")]
    [InlineData("CS8795")]
    public async Task ImplementFunctions_EmptyHost_AddsAllMethods(string id)
    {
        Project project = UserProject.Open(Interface.Witx, ("Host.cs", Empty("Host")));

        Project mended = await project.FixAsync(s_fix, id, "Implement the 4 missing functions of 'Host'");

        Assert.Equal(All, await mended.TextAsync("Host.cs"));
        Assert.Equal("", await mended.ErrorsAsync());
    }

    [Fact]
    public async Task ImplementFunctions_PartialHost_KeepsExistingMembers()
    {
        const string Members = """

            {
                // Counts.
                private int _calls;

                public partial Errno Put(in Pair @event)
                {
                    _calls++;
                    return Errno.Success;
                }
            }
            """;
        Project project = UserProject.Open(Interface.Witx, ("Host.cs", Empty("Host", Members)));

        Project mended = await project.FixAsync(s_fix, "WITX320", "Implement the 3 missing functions of 'Host'");

        string text = await mended.TextAsync("Host.cs");
        Assert.StartsWith(Empty("Host", Members.TrimEnd('}', '\n')).TrimEnd('\n'), text);
        Assert.DoesNotContain("Nosys;\n\n    public partial Errno Put", text);
        Assert.Equal("", await mended.ErrorsAsync());
    }

    [Fact]
    public async Task ImplementFunctions_OneFunction_AddsOnlyThatMethod()
    {
        Project project = UserProject.Open(Interface.Witx, ("Host.cs", Empty("Host")));

        Project mended = await project.FixAsync(s_fix, "CS8795", "Implement 'Get'");

        Assert.Equal(Empty("Host", "\n" + """
            {
                public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value) => Errno.Nosys;
            }
            """), await mended.TextAsync("Host.cs"));
        Assert.Equal(3, (await mended.DiagnosticsAsync()).Count(static each => each.Id is "CS8795"));
    }

    [Fact]
    public async Task ImplementFunctions_LastMissingFunction_IsOfferedOnce()
    {
        Project project = UserProject.Open(
            "(module $kv (@interface func (export \"get\") (result $x u32)))", ("Host.cs", Empty("Host")));

        Assert.Equal(["Implement 'Get'"], (await project.OfferedAsync(s_fix, "CS8795")).Select(static action => action.Title));
    }

    [Theory]
    [InlineData(FixAllScope.Document, "CS8795", 0)]
    [InlineData(FixAllScope.Project, "CS8795", 0)]
    [InlineData(FixAllScope.Solution, "CS8795", 0)]
    [InlineData(FixAllScope.Project, "WITX320", 0)]
    [InlineData(FixAllScope.Document, "WITX320", 4)]
    public async Task FixAll_AnyScope_ImplementsEveryHostInScope(FixAllScope scope, string id, int left)
    {
        Project project = UserProject.Open(
            Interface.Witx,
            ("First.cs", Empty("First") + "public static class Unrelated { public static partial class Inner; }\n"),
            ("Second.cs", Empty("Second", " { }")));

        Project mended = await project.FixAllAsync(s_fix, id, scope);

        Assert.Equal(left, (await mended.DiagnosticsAsync()).Count(static each => each.Id is "CS8795"));
        if (left == 0)
        {
            Assert.Equal("", await mended.ErrorsAsync());
        }
    }

    [Fact]
    public async Task ImplementFunctions_NamesOutOfScope_AreQualified()
    {
        Project project = UserProject.Open(
            Interface.Witx,
            ("Host.cs", "namespace Kv\n{\n    internal static partial class Outer\n    {\n        [Witx.Bindings.WitxModule(\"kv.witx\")]\n"
                + "        public partial class Host\n        {\n        }\n    }\n}\n"));

        Project mended = await project.FixAsync(s_fix, "WITX320", "Implement the 4 missing functions of 'Host'");

        string text = await mended.TextAsync("Host.cs");
        Assert.Contains("            public partial Witx.Bindings.Result<uint, Errno> Get(Witx.Bindings.GuestString key, "
            + "Witx.Bindings.GuestList<byte> value) => Errno.Nosys;\n", text);
        Assert.Equal("", await mended.ErrorsAsync());
    }

    [Fact]
    public async Task ImplementFunctions_UserMethodWithoutBody_OffersNothing()
    {
        Project project = UserProject.Open(
            Interface.Witx, ("Other.cs", "public partial class Other { public partial int Get(); }\n"));

        Assert.Empty(await project.OfferedAsync(s_fix, "CS8795"));
    }
}
