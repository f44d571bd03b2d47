using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Generator.Tests;

/// <summary>Diagnostics of attribute arguments: shared types, errors and names.</summary>
public sealed class AttributeErrorTests
{
    private static readonly (string, string) s_kv = ("kv.witx", """
        (typename $errno (enum (@witx tag u16) $success $inval $nosys))
        (typename $pair (record (field $left u32) (field $right u32)))
        (module $kv
          (@interface func (export "get") (param $pair $pair) (result $error (expected (error $errno))))
          (@interface func (export "put") (param $key string) (result $error (expected (error $errno))))
        )
        """);

    [Fact]
    public async Task TypesArgument_ClassWithoutWitxTypes_ReportsWitx307()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, Types = {|WITX307:typeof(Abi)|})]
            public sealed partial class Host;
            public static partial class Abi;
            """,
            s_kv);
        Assert.Equal("'Abi' has no witx types; annotate it with [WitxTypes(\"…\")]", analyzed.Message("WITX307"));
    }

    [Fact]
    public async Task TypesArgument_SecondClass_ReportsWitx307()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("a.witx", Missing = MissingFunction.Trap, Types = typeof(Abi))]
            [WitxModule("b.witx", Missing = MissingFunction.Trap, Types = {|WITX307:typeof(Other)|})]
            public sealed partial class Host;
            [WitxTypes("a.witx")]
            public static partial class Abi;
            [WitxTypes("b.witx")]
            public static partial class Other;
            """,
            ("a.witx", "(module $a)"),
            ("b.witx", "(module $b)"));
    }

    [Fact]
    public async Task SharedType_DifferentDefinition_ReportsWitx308()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, Types = {|WITX308:typeof(Abi)|})]
            public sealed partial class Host;
            [WitxTypes("abi.witx")]
            public static partial class Abi;
            """,
            s_kv,
            ("abi.witx", """
                (typename $errno (enum (@witx tag u16) $success $inval $nosys $more))
                (typename $pair (record (field $left u32) (field $right u64)))
                """));
        Assert.Equal("'$pair' is different in 'Abi', so 'Host' declares its own", analyzed.Message("WITX308"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    [Fact]
    public async Task ErrorName_NotInTheInterface_ReportsWitx309()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Return, MissingError = {|WITX309:"nosis"|})]
            [WitxFaults(OutOfBounds = null, UnknownValue = "inval")]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.Equal("'nosis' is not an error of 'kv'; did you mean 'nosys'?", analyzed.Message("WITX309"));
        analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Return, MissingError = "nosys")]
            [WitxFaults(UnknownValue = {|WITX309:"success"|})]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.Equal("'success' has the value 0, which means success", analyzed.Message("WITX309"));
    }

    [Fact]
    public async Task ErrorNameOfABaseClass_NotInTheInterface_IsReportedAtTheHost()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxFaults(UnknownValue = "invall")]
            public abstract class Base;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public sealed partial class {|WITX309:Host|} : Base;
            """,
            s_kv);
        Assert.Equal(
            "'invall' in [WitxFaults] of base class 'Base' is not an error of 'kv'; did you mean 'inval'?", analyzed.Message("WITX309"));
        Assert.Empty(analyzed.CompilerErrors);
    }

    /// <summary>A base class may serve several interfaces, and a base class that is a host reports its own mistakes.</summary>
    [Fact]
    public async Task ErrorNameOfABaseClass_UselessInTheInterface_IsNotReported()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxFaults(UnknownValue = "inval")]
            public abstract class Base;
            [WitxModule("log.witx", Missing = MissingFunction.Trap)]
            public sealed partial class Log : Base;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            [WitxFaults(UnknownValue = {|WITX309:"invall"|})]
            public partial class Store;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            public sealed partial class Derived : Store;
            """,
            s_kv,
            ("log.witx", """(module $log (@interface func (export "write") (param $text string)))"""));
    }

    [Fact]
    public async Task ErrorName_InterfaceWithoutErrorEnum_ReportsWitx310()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("log.witx", Missing = MissingFunction.Return, MissingError = {|WITX310:"nosys"|})]
            [WitxFaults(InvalidUtf8 = {|WITX310:"ilseq"|})]
            public sealed partial class Host;
            """,
            ("log.witx", """(module $log (@interface func (export "write") (param $text string)))"""));
        Assert.Equal(
            "No function of 'log' returns an error enum, so 'nosys' has no effect and the guest traps; remove it",
            analyzed.Diagnostics[0].GetMessage(null));
    }

    [Fact]
    public async Task MissingError_WithoutReturn_ReportsWitx311()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = {|WITX311:MissingFunction.Return|})]
            public sealed partial class A;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, MissingError = {|WITX311:"nosys"|})]
            public sealed partial class B;
            """,
            s_kv);
        Assert.Equal(2, analyzed.Diagnostics.Length);
    }

    [Fact]
    public async Task ReentrantFunctions_UnknownName_ReportsWitx312()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, ReentrantFunctions = ["put", {|WITX312:"gett"|}])]
            public sealed partial class A;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap, ReentrantFunctions = new[] { {|WITX312:"all"|} })]
            public sealed partial class B;
            """,
            s_kv);
        Assert.Equal("'kv' has no function 'gett'; did you mean 'get'?", analyzed.Diagnostics[0].GetMessage(null));
        Assert.Equal("'kv' has no function 'all'", analyzed.Diagnostics[1].GetMessage(null));
    }

    [Fact]
    public async Task WitxName_UnknownName_ReportsWitx312()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx", Missing = MissingFunction.Trap)]
            [WitxName("get", "Fetch")]
            [WitxName("$pair", "Couple")]
            [WitxName("$pair.left", "First")]
            [WitxName("$errno.nosys", "Unsupported")]
            [WitxName({|WITX312:"errno"|}, "Error")]
            [WitxName({|WITX312:"$pairs"|}, "Pairs")]
            [WitxName({|WITX312:"$errno.invalid"|}, "Invalid")]
            public sealed partial class Host;
            """,
            s_kv);
        Assert.Equal(
            [
                "'kv.witx' has no function 'errno'; did you mean '$errno'?",
                "'kv.witx' has no type '$pairs'; did you mean '$pair'?",
                "'kv.witx' has no member '$errno.invalid'; did you mean '$errno.inval'?",
            ],
            [analyzed.Diagnostics[0].GetMessage(null), analyzed.Diagnostics[1].GetMessage(null), analyzed.Diagnostics[2].GetMessage(null)]);
    }

    [Fact]
    public async Task WitxName_InvalidOrDuplicate_ReportsWitx313()
    {
        await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxTypes("kv.witx")]
            [WitxName("$pair", {|WITX313:"2pair"|})]
            [WitxName("$errno", {|WITX313:"class"|})]
            [WitxName({|WITX313:"$errno"|}, "Error")]
            public static partial class Types;
            """,
            s_kv);
    }

    [Fact]
    public async Task UserMember_WithGeneratedName_ReportsWitx314()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            public sealed partial class Host
            {
                public enum {|WITX314:Pair|} { Left, Right }
                private readonly int {|WITX314:Put|} = 3;
                public partial Errno Get(in Pair pair) => Errno.Inval;
                public partial Errno Put(GuestString key) => Errno.Inval;
            }
            """,
            s_kv);
        Assert.Equal(
            "Generated code declares 'Pair' for type '$pair' of 'kv.witx'; rename this member, or add [WitxName(\"$pair\", \"…\")]",
            analyzed.Diagnostics[0].GetMessage(null));
    }

    [Fact]
    public async Task WitxNames_EqualInCSharp_ReportWitx315()
    {
        AnalyzerVerifier analyzed = await AnalyzerVerifier.Expect(
            """
            using Witx.Bindings;
            [WitxModule({|WITX315:"x.witx"|}, Missing = MissingFunction.Trap)]
            public sealed partial class Host;
            """,
            ("x.witx", """(module $x (@interface func (export "fd_read")) (@interface func (export "fd-read")))"""));
        Assert.Equal(
            "'fd_read' and 'fd-read' are both 'FdRead' in C#, so the second is named 'FdReadFunction'; choose a name with "
                + "[WitxName(\"fd-read\", \"…\")]",
            analyzed.Message("WITX315"));
    }
}
