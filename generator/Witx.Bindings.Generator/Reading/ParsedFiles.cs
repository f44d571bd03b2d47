using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Witx.Bindings.Language;

namespace Witx.Bindings.Generator.Reading;

/// <summary>Parses each witx file once and shares it between generator and analyzer as long as the compiler keeps its text.</summary>
internal static class ParsedFiles
{
    private static readonly ConditionalWeakTable<AdditionalText, WitxFile> s_files = new();

    public static bool IsWitx(AdditionalText text) => text.Path.EndsWith(".witx", StringComparison.OrdinalIgnoreCase);

    public static WitxFile Read(AdditionalText text, CancellationToken cancellation) =>
        s_files.GetValue(text, text => WitxFile.Parse(text.Path, text.GetText(cancellation)?.ToString() ?? ""));
}
