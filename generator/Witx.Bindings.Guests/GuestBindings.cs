using System;
using Witx.Bindings.Guests.C;
using Witx.Bindings.Guests.CSharp;
using Witx.Bindings.Guests.Rust;
using Witx.Bindings.Language;

namespace Witx.Bindings.Guests;

/// <summary>Writes the bindings that a guest needs to call the functions of an interface.</summary>
public static class GuestBindings
{
    /// <summary>Writes the bindings of all modules of a document.</summary>
    /// <param name="document">A document without errors. Equal documents have equal bindings.</param>
    /// <param name="language">The language of the guest.</param>
    /// <param name="options">The settings.</param>
    /// <returns>The text of one source file. Its lines end in a line feed on all systems.</returns>
    /// <exception cref="ArgumentException">
    /// The document has errors, or a name or prefix of the options is not an identifier of the language.
    /// </exception>
    public static string Write(WitxDocument document, GuestLanguage language, GuestBindingsOptions options)
    {
        if (!document.Errors.IsEmpty)
        {
            throw new ArgumentException($"The document has errors; the first is: {document.Errors[0].Message}", nameof(document));
        }

        return language switch
        {
            GuestLanguage.C => CHeader.Write(document, options),
            GuestLanguage.Rust => RustModule.Write(document, options),
            GuestLanguage.CSharp => CSharpClass.Write(document, options),
            _ => throw new ArgumentOutOfRangeException(nameof(language), language, "The value is not a member of the enum."),
        };
    }
}
