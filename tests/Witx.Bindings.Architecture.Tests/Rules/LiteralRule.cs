using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>Certain texts may be written only in certain folders.</summary>
/// <param name="folders">Folders of the types.</param>
/// <param name="parts">The parts by which the texts are recognized.</param>
/// <param name="allowed">Names of the folders that may contain the texts.</param>
/// <param name="remedy">The sentences that end a message: the rule and the remedy.</param>
internal sealed class LiteralRule(SourceFolders folders, string[] parts, string[] allowed, string remedy)
{
    public IEnumerable<string> Check(IReadOnlyCollection<TextLiteral> literals) =>
        from literal in literals
        where parts.Any(part => literal.Text.Contains(part, StringComparison.Ordinal))
        where !allowed.Any(folder => folders.IsIn(literal.User, folder))
        orderby literal.Member, literal.Text
        select $"'{folders.ToText(literal.User)}' contains \"{literal.Text}\" in '{literal.Member}': {remedy}";
}
