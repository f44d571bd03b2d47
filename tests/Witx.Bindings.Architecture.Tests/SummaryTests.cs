using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Rocks;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>Documentation of the public API: each summary starts with a verb or a noun phrase.</summary>
public sealed class SummaryTests
{
    /// <summary>The generated types have the documentation of the interface files.</summary>
    private const string Generated = "Witx.Bindings.Wasi.WasiTypes";

    [Theory]
    [InlineData("Witx.Bindings")]
    [InlineData("Witx.Bindings.Hosting")]
    [InlineData("Witx.Bindings.Testing")]
    [InlineData("Witx.Bindings.Wasi")]
    [InlineData("Witx.Bindings.Wasmtime")]
    public void Summary_OfPublicMember_StartsWithVerbOrNounPhrase(string assembly)
    {
        string path = Path.Combine(AppContext.BaseDirectory, assembly);
        using ModuleDefinition module = ModuleDefinition.ReadModule($"{path}.dll");
        HashSet<string> members = [.. module.Types.Where(static type => type.FullName != Generated).SelectMany(FindPublicMembers)];
        Dictionary<string, string> summaries = XDocument.Load($"{path}.xml").Descendants("member")
            .Where(member => members.Contains(member.Attribute("name")!.Value) && member.Element("summary") is not null)
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => member.Element("summary")!.Value.Trim());

        Assert.NotEmpty(summaries);
        string[] violations =
        [
            .. summaries.Where(static summary => !SummaryText.StartsWell(summary.Value)).Select(static summary =>
                $"Summary of '{summary.Key}' starts with '{summary.Value.Split()[0]}': start it with a verb or a noun phrase."),
        ];
        if (violations.Length > 0) Assert.Fail(string.Join(Environment.NewLine, violations));
    }

    [Theory]
    [InlineData("Opens a file.", true)]
    [InlineData("A file.", true)]
    [InlineData("Thatched roofs.", true)]
    [InlineData("What is open.", false)]
    [InlineData("Whether a file is open.", false)]
    [InlineData("Of a file.", false)]
    [InlineData("", false)]
    public void StartsWell_FirstWord_Decides(string summary, bool expected) => Assert.Equal(expected, SummaryText.StartsWell(summary));

    private static IEnumerable<string> FindPublicMembers(TypeDefinition type)
    {
        if (!type.IsPublic && !type.IsNestedPublic && !type.IsNestedFamily && !type.IsNestedFamilyOrAssembly) return [];

        IMemberDefinition[] members =
        [
            type,
            .. type.Methods.Where(IsVisible),
            .. type.Properties.Where(static property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod)),
            .. type.Fields.Where(static field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly),
        ];
        return members.Select(DocCommentId.GetDocCommentId).Concat(type.NestedTypes.SelectMany(FindPublicMembers));
    }

    private static bool IsVisible(MethodDefinition? method) =>
        method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };
}
