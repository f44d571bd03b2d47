using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Witx.Bindings.CodeFixes.Tests;

/// <summary>Editor services on generated code: completion, quick info and go to definition.</summary>
public sealed class EditorTests
{
    private const string Witx = """
        (typename $errno (enum (@witx tag u16) $success $inval))
        ;;; How much of something there is.
        (typename $size u32)
        ;;; Two numbers.
        (typename $pair (record
          ;;; The one that comes first.
          (field $left u32)
          (field $right u32)))
        (module $kv
          ;;; Looks a key up.
          ;;; Nothing is read where `value` is too small.
          (@interface func (export "get")
            ;;; What to look for.
            (param $key string)
            (param $value (list u8))
            ;;; The length of the value.
            (result $error (expected $size (error $errno))))
          ;;; Keeps a pair.
          (@interface func (export "put") (param $event $pair) (result $error (expected (error $errno))))
        )
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("partial $$")]
    [InlineData("public partial $$")]
    public async Task Completion_AfterPartial_OffersTheMissingMethods(string typed)
    {
        (Document document, int position) = Open(typed);
        CompletionService service = CompletionService.GetService(document)!;
        CompletionList offered = await service.GetCompletionsAsync(document, position, cancellationToken: Cancellation);
        string[] names = [.. offered.ItemsList.Select(static item => item.DisplayText)];
        Assert.Contains("Get(GuestString key, GuestList<byte> value)", names);
        Assert.Contains("Put(in Pair @event)", names);

        CompletionItem get = offered.ItemsList.Single(static item => item.DisplayText.StartsWith("Get(", StringComparison.Ordinal));
        CompletionDescription described = (await service.GetDescriptionAsync(document, get, Cancellation))!;
        Assert.Contains("Looks a key up.", described.Text);
        CompletionChange change = await service.GetChangeAsync(document, get, cancellationToken: Cancellation);
        SourceText text = (await document.GetTextAsync(Cancellation)).WithChanges(change.TextChange);
        Assert.Contains("public partial Result<uint, Errno> Get(GuestString key, GuestList<byte> value)", text.ToString());
    }

    [Theory]
    [InlineData("public partial Errno Put(in Pair @event) => Errno.Success; Errno Use(Pair pair) => Pu$$t(pair);", "Keeps a pair.")]
    [InlineData(
        "uint Use(GuestString text, GuestList<byte> list) => G$$et(text, list).Value;",
        "Looks a key up. Nothing is read where value is too small.")]
    [InlineData("uint Use(GuestString text, GuestList<byte> list) => Get(ke$$y: text, list).Value;", "What to look for.")]
    [InlineData("public partial Errno Put(in P$$air @event) => Errno.Success;", "Two numbers.")]
    [InlineData(
        "public partial Errno Put(in Pair @event) => @event.Le$$ft > 0 ? Errno.Success : Errno.Inval;", "The one that comes first.")]
    public async Task QuickInfo_OfGeneratedMember_ShowsTheWitxDocs(string typed, string expected)
    {
        (Document document, int position) = Open(typed);
        QuickInfoItem tip = (await QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, position, Cancellation))!;
        Assert.Contains(expected, string.Join("\n", tip.Sections.Select(static section => section.Text)).ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task GoToDefinition_OfMethod_FindsTheGeneratedDeclaration()
    {
        (Document document, int position) = Open("public partial Errno Pu$$t(in Pair @event) => Errno.Success;");
        IMethodSymbol method = (IMethodSymbol)(await SymbolFinder.FindSymbolAtPositionAsync(document, position, Cancellation))!;
        Location location = (method.PartialDefinitionPart ?? method).Locations.Single();
        SourceGeneratedDocument generated = Assert.IsType<SourceGeneratedDocument>(document.Project.GetDocument(location.SourceTree));
        Assert.Equal("Host.g.cs", generated.HintName);
        TextLineCollection lines = (await generated.GetTextAsync(Cancellation)).Lines;
        int line = lines.IndexOf(location.SourceSpan.Start);
        Assert.Equal("    public partial Errno Put(in Pair @event);", lines[line].ToString());
        Assert.StartsWith("#line (19,28)-(19,32) 26 \"/project/kv.witx\"", lines[line - 1].ToString());
        Assert.Equal("    /// <summary>Keeps a pair.</summary>", lines[line - 2].ToString());
    }

    /// <summary>Opens a host with typed text, and returns the position of the caret.</summary>
    private static (Document Document, int Position) Open(string typed)
    {
        string code = $$"""
            using Witx.Bindings;
            [WitxModule("kv.witx")]
            public sealed partial class Host
            {
                {{typed}}
            }
            """;
        Project project = UserProject.Open(Witx, ("Host.cs", code.Replace("$$", "")));
        return (project.Documents.Single(), code.IndexOf("$$", StringComparison.Ordinal));
    }
}
