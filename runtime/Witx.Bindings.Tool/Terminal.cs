using System.IO;

namespace Witx.Bindings.Tool;

/// <summary>Where the command itself writes to. A guest's streams are another matter.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">What is wrong, and what is going on.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error);
