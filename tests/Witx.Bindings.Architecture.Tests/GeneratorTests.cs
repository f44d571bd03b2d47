using System.Collections.Generic;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The stages of the generator and the layers of the language library.</summary>
public sealed class GeneratorTests
{
    private const string Assembly = "Witx.Bindings.Generator";

    private static readonly SourceFolders s_folders = Repository.ReadFolders("generator/" + Assembly);
    private static readonly SourceFolders s_fixture = new(FixtureAssembly.Name, new Dictionary<string, string>());

    [Fact]
    public void Stages_UseOnlyEarlierStages() => ArchitectureAssert.Holds(CreateStageRule(s_folders), Repository.ReadUses(Assembly));

    [Fact]
    public void Stage_UseOfLaterStage_IsReported() => Assert.Equal(
        [
            "'Checking.X' uses 'Emitting.Y' in 'X.Do': Checking must not depend on Emitting. "
            + "Move the code up to Emitting, or 'Y' down to Checking.",
        ],
        CreateStageRule(s_fixture).Check(FixtureAssembly.Read(
            "namespace Fixture.Checking { class X { void Do() => Emitting.Y.Do(); } } "
            + "namespace Fixture.Emitting { class Y { public static void Do() { } } }")));

    [Fact]
    public void Symbols_AreExaminedOnlyByReading() => ArchitectureAssert.Holds(CreateSymbolRule(s_folders), Repository.ReadUses(Assembly));

    [Fact]
    public void Symbol_ExaminedByAnotherStage_IsReported()
    {
        const string Symbol = "namespace Microsoft.CodeAnalysis { public interface ISymbol { string Name { get; } } } ";
        const string Member = "class X { Microsoft.CodeAnalysis.ISymbol _symbol; string Do() => _symbol.Name; }";

        Assert.Equal(
            [
                "'Fixture.Binding.X' uses 'Microsoft.CodeAnalysis.ISymbol' in 'X.Do': only Reading may examine symbols. "
                + "Read the property there, and keep it in the model.",
            ],
            CreateSymbolRule(s_fixture).Check(FixtureAssembly.Read($"{Symbol} namespace Fixture.Binding {{ {Member} }}")));
        Assert.Empty(CreateSymbolRule(s_fixture).Check(FixtureAssembly.Read($"{Symbol} namespace Fixture.Reading {{ {Member} }}")));
    }

    [Fact]
    public void CSharp_IsWrittenOnlyByEmittersAndNames()
    {
        IReadOnlyCollection<TextLiteral> literals = Repository.ReadLiterals(Assembly);
        Assert.NotEmpty(literals);
        Assert.Empty(CreateLiteralRule(s_folders).Check(literals));
    }

    [Fact]
    public void CSharp_WrittenByAnotherStage_IsReported()
    {
        const string Member = "class X { string Do(string name) => $\"WitxApi::GuestList<{name}>\"; }";

        Assert.Equal(
            [
                "'Binding.X' contains \"WitxApi::GuestList<\" in 'X.Do': only Emitting and Naming may write C#. "
                + "Keep a typed value in the model, and format it there.",
            ],
            CreateLiteralRule(s_fixture).Check(FixtureAssembly.ReadLiterals($"namespace Fixture.Binding {{ {Member} }}")));
        Assert.Empty(CreateLiteralRule(s_fixture).Check(FixtureAssembly.ReadLiterals($"namespace Fixture.Emitting {{ {Member} }}")));
    }

    [Fact]
    public void LanguageLayers_UseOnlyLowerLayers() => ArchitectureAssert.Holds(
        CreateLanguageRule(Repository.ReadFolders("generator/Witx.Bindings.Language")), Repository.ReadUses("Witx.Bindings.Language"));

    [Fact]
    public void LanguageLayer_UseOfHigherLayer_IsReported() => Assert.Equal(
        [
            "'Types.X' uses 'Syntax.Y' in 'X._y': Types must not depend on Syntax. Move the code up to Syntax, or 'Y' down to Types.",
        ],
        CreateLanguageRule(s_fixture).Check(FixtureAssembly.Read(
            "namespace Fixture.Types { class X { Syntax.Y _y; } } namespace Fixture.Syntax { class Y { } }")));

    private static LayerRule CreateStageRule(SourceFolders folders) => new(
        folders,
        "Collections",
        "Diagnostics",
        "Model",
        "Naming",
        "Reading",
        "Resolving",
        "Binding",
        "Checking",
        "Emitting",
        "Reporting");

    private static LayerRule CreateLanguageRule(SourceFolders folders) => new(
        folders, "Text", "Errors", "Types", "Abi", "Syntax", "Resolving");

    private static UseRule CreateSymbolRule(SourceFolders folders) => new()
    {
        IsForbidden = use => RoslynSymbolQuery.Matches(use) && !folders.IsIn(use.User, "Reading"),
        Remedy = "only Reading may examine symbols. Read the property there, and keep it in the model.",
    };

    private static LiteralRule CreateLiteralRule(SourceFolders folders) => new(
        folders,
        ["WitxApi::", "WitxGlue::", "global::"],
        ["Emitting", "Naming"],
        "only Emitting and Naming may write C#. Keep a typed value in the model, and format it there.");
}
