using System.Collections.Generic;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>The contents of a file in a snapshot. Immutable: all views share the pages.</summary>
/// <param name="pages">The pages by page number: see <see cref="Pages"/>.</param>
/// <param name="length">The length of the file in bytes.</param>
internal sealed class FrozenPages(IReadOnlyDictionary<ulong, byte[]> pages, ulong length)
{
    /// <summary>The length of the file in bytes.</summary>
    internal ulong Length => length;

    /// <summary>The pages by page number. An array may be shorter than a page: the rest of the page is zero.</summary>
    internal IReadOnlyDictionary<ulong, byte[]> Pages => pages;
}
