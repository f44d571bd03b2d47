using System.Globalization;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>One way in which a witx file can be wrong. <c>docs/diagnostics</c> has a page for each.</summary>
/// <param name="Id">The diagnostic's id, which never changes its meaning: <c>WITX101</c>.</param>
/// <param name="Title">The kind of error in a few words.</param>
/// <param name="Format">The message, with places for what is peculiar to one error.</param>
public sealed record WitxErrorKind(string Id, string Title, string Format)
{
    internal WitxError CreateError(SourceLocation location, params object[] arguments) =>
        new(Id, Printable.Escape(arguments.Length is 0 ? Format : string.Format(CultureInfo.InvariantCulture, Format, arguments)), location);
}
