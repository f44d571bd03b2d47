using System.Collections.Immutable;
using System.Linq;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Guests.Text;

/// <summary>Formats the names of the witx files at the top of a generated file.</summary>
internal static class SourceNames
{
    public static string Join(ImmutableArray<string> sources) =>
        sources.IsEmpty ? "a witx file" : string.Join(", ", sources.Select(static source => Printable.Escape(source.Replace("*/", "* /"))));
}
