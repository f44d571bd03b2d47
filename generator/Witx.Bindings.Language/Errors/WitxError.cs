namespace Witx.Bindings.Language;

/// <summary>An error in a witx file.</summary>
/// <param name="Id">The diagnostic id, such as <c>WITX101</c>.</param>
/// <param name="Message">The message, with a remedy if one is known.</param>
/// <param name="Location">The location of the error.</param>
public sealed record WitxError(string Id, string Message, SourceLocation Location);
