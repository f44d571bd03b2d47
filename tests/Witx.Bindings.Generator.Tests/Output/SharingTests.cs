using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Output;

/// <summary>Types and functions that several classes share.</summary>
public sealed class SharingTests
{
    private const string Types = """
        (typename $errno (enum (@witx tag u16) $success $2big $inval))
        (typename $rights (flags (@witx repr u32) $read $write))
        (typename $fd (handle))
        (typename $size u32)
        (typename $filetype (enum (@witx tag u8) $file $dir))
        (typename $stat (record (field $type $filetype) (field $size $size)))
        (typename $either (variant (@witx tag u8) (case $stat $stat) (case $errno $errno)))
        (typename $pair (tuple $size $size))
        (@witx const $size $max 7)
        """;

    private const string Functions = """

        (module $m
          (@interface func (export "f") (param $fd $fd) (param $rights $rights) (param $stat $stat) (param $either $either) (param $pair $pair)
            (result $error (expected $stat (error $errno)))))
        """;

    private const string Code = """
        using Witx.Bindings;
        namespace Test;
        /// <summary>The types.</summary>
        [WitxTypes("types.witx")]
        public static partial class Abi;
        [WitxModule("m.witx", Types = typeof(Abi))]
        internal sealed partial class Host;
        """;

    [Fact]
    public void EqualTypes_WithTypesArgument_AreShared()
    {
        Compiled compiled =
            Compiled.Run(Project.Create(Code, ("/project/types.witx", Types), ("/project/m.witx", "(use \"types.witx\")" + Functions)));
        Assert.Equal("", compiled.Warnings);
        Assert.Equal(
            "Test.Host.F(Test.Abi.Fd, Test.Abi.Rights, in Test.Abi.Stat, in Test.Abi.Either, in Test.Host.Pair)",
            Method(compiled, "F"));
    }

    /// <summary>A type is shared only if the types inside it are shared.</summary>
    [Theory]
    [InlineData("$2big $inval", "$2big", "Abi.Fd, Abi.Rights, in Abi.Stat, in Abi.Either, in Host.Pair")]
    [InlineData("$2big $inval", "$2big $inval $more", "Abi.Fd, Abi.Rights, in Abi.Stat, in Host.Either, in Host.Pair")]
    [InlineData("$2big $inval", "$inval $2big", "Abi.Fd, Abi.Rights, in Abi.Stat, in Host.Either, in Host.Pair")]
    [InlineData("tag u16", "tag u32", "Abi.Fd, Abi.Rights, in Abi.Stat, in Host.Either, in Host.Pair")]
    [InlineData("$read $write", "$read", "Abi.Fd, Abi.Rights, in Abi.Stat, in Abi.Either, in Host.Pair")]
    [InlineData("$read $write", "$read $write $more", "Abi.Fd, Host.Rights, in Abi.Stat, in Abi.Either, in Host.Pair")]
    [InlineData("repr u32", "repr u64", "Abi.Fd, Host.Rights, in Abi.Stat, in Abi.Either, in Host.Pair")]
    [InlineData("$file $dir", "$dir", "Abi.Fd, Abi.Rights, in Host.Stat, in Host.Either, in Host.Pair")]
    [InlineData("(field $size $size)", "(field $size u64)", "Abi.Fd, Abi.Rights, in Host.Stat, in Host.Either, in Host.Pair")]
    [InlineData("(field $size $size)", "(field $length $size)", "Abi.Fd, Abi.Rights, in Host.Stat, in Host.Either, in Host.Pair")]
    [InlineData("$size u32", "$size u64", "Abi.Fd, Abi.Rights, in Host.Stat, in Host.Either, in Host.Pair")]
    [InlineData("(handle)", "u32", "uint, Abi.Rights, in Abi.Stat, in Abi.Either, in Host.Pair")]
    public void IncompatibleTypes_WithTypesArgument_AreDeclaredByTheHost(string before, string after, string expected)
    {
        Compiled compiled = Compiled.Run(
            Project.Create(Code, ("/project/types.witx", Types), ("/project/m.witx", Types.Replace(before, after) + Functions)));
        Assert.Equal("", compiled.Warnings);
        Assert.Equal(
            $"Test.Host.F({expected})".Replace("Abi.", "Test.Abi.").Replace("Host.", "Test.Host.").Replace("Test.Test.", "Test."),
            Method(compiled, "F"));
    }

    [Fact]
    public void TypesOfAnotherAssembly_WithoutItsFiles_AreShared()
    {
        Compiled library = Compiled.RunAsIs(Project.Create(
            """
            using Witx.Bindings;
            namespace Library;
            /// <summary>The types.</summary>
            [WitxTypes("deep/types.witx")]
            [WitxName("$errno.inval", "Invalid")]
            public static partial class Abi;
            """,
            ("/library/deep/types.witx", "(use \"../errno.witx\") (use \"fd.witx\")" + Types[Types.IndexOf("(typename $size u32)")..]),
            ("/library/errno.witx", Types[..Types.IndexOf("(typename $fd")]),
            ("/library/deep/fd.witx", "(typename $fd (handle))")) with
        {
            Name = "Library",
        });
        Assert.Equal("", library.Warnings);
        Compiled host = Compiled.Run(Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            [WitxModule("m.witx", Types = typeof(Library.Abi))]
            [WitxFaults(UnknownValue = "inval")]
            internal sealed partial class Host;
            """,
            ("/project/m.witx", Types + Functions)) with
        {
            References = [MetadataReference.CreateFromImage(library.Emit())],
        });
        Assert.Equal("", host.Warnings);
        Assert.Equal(
            "Test.Host.F(Library.Abi.Fd, Library.Abi.Rights, in Library.Abi.Stat, in Library.Abi.Either, in Test.Host.Pair)",
            Method(host, "F"));
        Assert.Contains("(long)WitxTypes.Errno.Invalid", host.Source());
    }

    /// <summary>A shared union stores the bytes of 32-bit guests, so 64-bit guests get their own type if it contains an address.</summary>
    [Theory]
    [InlineData(32, "Abi.Plain, in Abi.Place, in Abi.Holder")]
    [InlineData(64, "Abi.Plain, in Host.Place, in Host.Holder")]
    public void UnionWithAddress_OtherPointerWidth_IsNotShared(int width, string expected)
    {
        const string Unions = """
            (typename $plain (union (field $a u32) (field $b u64)))
            (typename $place (union (field $at (@witx pointer u8)) (field $number u64)))
            (typename $holder (struct (field $place $place)))
            """;
        Compiled compiled = Compiled.Run(Project.Create(
            Code.Replace("Types = typeof(Abi)", $"PointerWidth = {width}, Types = typeof(Abi)"),
            ("/project/types.witx", Unions),
            (
                "/project/m.witx",
                $"{Unions} (module $m (@interface func (export \"f\") (param $a $plain) (param $b $place) (param $c $holder)))")));
        Assert.Equal("", compiled.Warnings);
        Assert.Equal(
            $"Test.Host.F(Witx.Bindings.GuestMemory, in {expected})".Replace("Abi.", "Test.Abi.").Replace("in Host.", "in Test.Host."),
            Method(compiled, "F"));
    }

    [Fact]
    public void UnionWithAddress_Of32BitBase_IsDeclaredBy64BitHost()
    {
        Compiled compiled = Compiled.Run(Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            [WitxModule("m.witx")]
            internal partial class Narrow;
            [WitxModule("m.witx", PointerWidth = 64)]
            internal sealed partial class Host : Narrow;
            """,
            (
                "/project/m.witx",
                "(typename $place (union (field $at (@witx pointer u8)) (field $number u64))) (module $m (@interface func (export \"f\") "
                    + "(param $a $place)))")));
        Assert.Equal("", compiled.Warnings);
        Assert.Equal("Test.Host.F(Witx.Bindings.GuestMemory, in Test.Host.Place)", Method(compiled, "F"));
    }

    /// <summary>Comparing nested types takes linear time.</summary>
    [Fact]
    public void NestedSharedTypes_Compared_TakeLinearTime()
    {
        string types = "(typename $t0 (record (field $a u8)))" + string.Concat(Enumerable.Range(1, 28).Select(static i =>
            $"(typename $t{i} (record (field $a (@witx pointer $t{i - 1})) (field $b (@witx pointer $t{i - 1}))))"));
        Compiled compiled = Compiled.Run(Project.Create(
            Code,
            ("/project/types.witx", types),
            ("/project/m.witx", types + "(module $m (@interface func (export \"f\") (param $a $t28)))")));
        Assert.Equal("", compiled.Warnings);
        Assert.Equal("Test.Host.F(Witx.Bindings.GuestMemory, in Test.Abi.T28)", Method(compiled, "F"));
    }

    [Fact]
    public void InternalClassOfTypes_Generated_EmbedsNoFiles()
    {
        Compiled compiled = Compiled.RunAsIs(
            Project.Create(Code.Replace("public", "internal"), ("/project/types.witx", Types), ("/project/m.witx", Types + Functions)));
        Assert.DoesNotContain(compiled.Result.GeneratedSources, static source => source.HintName.Contains("source"));
    }

    [Fact]
    public void Class_WithTwoModules_OffersBoth()
    {
        Compiled compiled = Compiled.Run(Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            [WitxModule("one.witx"), WitxModule("two.witx", Module = "b", Missing = MissingFunction.Trap)]
            internal sealed partial class Host;
            """,
            ("/project/types.witx", Types),
            ("/project/one.witx", "(use \"types.witx\")(module $one (@interface func (export \"f\") (param $fd $fd)))"),
            ("/project/two.witx", "(use \"types.witx\")(module $a (@interface func (export \"z\")))(module $b (@interface func (export "
                + "\"g\") (param $fd $fd)))")));
        Assert.Equal("", compiled.Warnings);
        Assert.Contains("new(\"one\", \"f\", new([I32]), false, F) {", compiled.Source());
        Assert.Contains("new(\"b\", \"g\", new([I32]), false, static", compiled.Source());
        Assert.DoesNotContain("\"z\"", compiled.Source());
    }

    [Fact]
    public void WasiVersions_WithTypesArgument_ShareTypes()
    {
        Compiled compiled = Compiled.Run(Project.Create(
            """
            using Witx.Bindings;
            namespace Test;
            [WitxTypes("wasix_v1.witx")]
            internal static partial class Abi;
            [WitxModule("wasi_snapshot_preview1.witx", Types = typeof(Abi))]
            internal partial class Preview1;
            [WitxModule("wasi_unstable.witx", Types = typeof(Abi))]
            internal sealed partial class Preview0 : Preview1;
            """,
            [.. Project.RepositoryFiles()]));
        Assert.Equal("", compiled.Warnings);
        INamedTypeSymbol preview0 = compiled.Output.GetTypeByMetadataName("Test.Preview0")!;
        ImmutableArray<string> own =
        [
            .. preview0.GetMembers()
                .OfType<IMethodSymbol>()
                .Where(static m => m.DeclaredAccessibility is Accessibility.Public && m.MethodKind is MethodKind.Ordinary)
                .Select(static m => m.Name),
        ];
        Assert.Equal(["FdFilestatGet", "FdSeek", "PathFilestatGet", "PollOneoff"], own.Order());
        Assert.Contains("Filestat", preview0.GetTypeMembers().Select(static type => type.Name));
        Assert.DoesNotContain("Errno", preview0.GetTypeMembers().Select(static type => type.Name));
    }

    private static string Method(Compiled compiled, string name) =>
        compiled.Output.GetTypeByMetadataName("Test.Host")!.GetMembers(name).Single().ToDisplayString();
}
