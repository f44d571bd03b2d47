using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>Assertions about rules.</summary>
internal static class ArchitectureAssert
{
    /// <summary>Fails with the messages of a rule that the uses break. An assembly without uses proves nothing and fails too.</summary>
    public static void Holds(IRule rule, IReadOnlyCollection<TypeUse> uses)
    {
        Assert.NotEmpty(uses);
        string[] violations = [.. rule.Check(uses)];
        if (violations.Length > 0) Assert.Fail(string.Join(Environment.NewLine, violations.Prepend($"{violations.Length} violations:")));
    }
}
