using System;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>Formats the memory layout of a type as a sentence.</summary>
internal static class LayoutText
{
    public static string Format(WitxType type)
    {
        string text = TypeText.Format(type);
        string head = text[0] is '`' or '[' ? text : char.ToUpperInvariant(text[0]) + text[1..];
        return $"{head}: {FormatBothWidths(type, Describe)}.";
    }

    /// <summary>Formats a property of the layout in 32-bit memory and, if it differs, in 64-bit memory.</summary>
    public static string FormatBothWidths(WitxType type, Func<Layout, string> describe)
    {
        string bits32 = describe(Layout.Create(type, PointerWidth.Bits32));
        string bits64 = describe(Layout.Create(type, PointerWidth.Bits64));
        return bits32 == bits64 ? bits32 : $"{bits32}; in 64-bit memory {bits64}";
    }

    private static string Describe(Layout layout)
    {
        string size = layout.Size is 1 ? "1 byte" : $"{layout.Size} bytes, aligned to {layout.Align}";
        return layout.TagSize < layout.Size && layout.TagSize > 0 ? $"{size}, payload at {layout.PayloadOffset}" : size;
    }
}
