using System;
using Witx.Bindings.Language;

namespace Witx.Bindings.Tool;

/// <summary>How a type lies in memory, in a sentence.</summary>
internal static class LayoutText
{
    public static string Format(WitxType type)
    {
        string text = TypeText.Format(type);
        string head = text[0] is '`' or '[' ? text : char.ToUpperInvariant(text[0]) + text[1..];
        return $"{head}: {Either(type, Describe)}.";
    }

    /// <summary>What holds in 32-bit memory and, where it is something else, in 64-bit memory.</summary>
    public static string Either(WitxType type, Func<Layout, string> describe)
    {
        (string narrow, string wide) = (describe(Layout.Create(type, PointerWidth.Bits32)), describe(Layout.Create(type, PointerWidth.Bits64)));
        return narrow == wide ? narrow : $"{narrow}; in 64-bit memory {wide}";
    }

    private static string Describe(Layout layout)
    {
        string size = layout.Size is 1 ? "1 byte" : $"{layout.Size} bytes, aligned to {layout.Align}";
        return layout.TagSize < layout.Size && layout.TagSize > 0 ? $"{size}, payload at {layout.PayloadOffset}" : size;
    }
}
