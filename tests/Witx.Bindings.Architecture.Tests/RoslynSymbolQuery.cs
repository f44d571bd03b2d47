using System;
using Witx.Bindings.Architecture.Tests.Rules;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>The members of Roslyn's symbols. A symbol may be passed on by code that does not examine it.</summary>
internal static class RoslynSymbolQuery
{
    public static bool Matches(TypeUse use) =>
        use is { Used.Namespace: "Microsoft.CodeAnalysis", UsedMember: not null }
        && use.Used.Name.StartsWith('I')
        && use.Used.Name.EndsWith("Symbol", StringComparison.Ordinal);
}
