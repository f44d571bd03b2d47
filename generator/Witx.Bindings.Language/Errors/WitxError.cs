namespace Witx.Bindings.Language;

/// <summary>Something wrong in a witx file.</summary>
/// <param name="Id">The diagnostic's id: <c>WITX021</c>.</param>
/// <param name="Message">What is wrong and, where it can be known, how to mend it.</param>
/// <param name="Location">Where.</param>
public sealed record WitxError(string Id, string Message, SourceLocation Location);
