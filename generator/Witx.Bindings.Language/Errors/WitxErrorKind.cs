using System.Globalization;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Language;

/// <summary>A kind of error in a witx file. <c>docs/diagnostics</c> has a page for each.</summary>
/// <param name="Id">The diagnostic id, such as <c>WITX101</c>. Its meaning never changes.</param>
/// <param name="Title">A noun phrase that users would search for.</param>
/// <param name="Format">The composite format string of the message.</param>
public sealed record WitxErrorKind(string Id, string Title, string Format)
{
    internal WitxError CreateError(SourceLocation location, params object[] arguments) =>
        new(
            Id,
            Printable.Escape(arguments.Length is 0 ? Format : string.Format(CultureInfo.InvariantCulture, Format, arguments)),
            location);
}
