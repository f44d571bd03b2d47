using System.Collections.Generic;
using Witx.Bindings.Language.Errors;

namespace Witx.Bindings.Generator.Diagnostics;

/// <summary>A suggested name, formatted as the end of a message.</summary>
/// <param name="Name">The name; null if no known name is similar.</param>
internal readonly record struct Suggestion(string? Name)
{
    public static Suggestion Create(string name, IEnumerable<string> known, Suggestions suggestions) =>
        new(suggestions.FindNearest(name, known));

    /// <inheritdoc/>
    public override string ToString() => Name is null ? "" : $"; did you mean '{Name}'?";
}
