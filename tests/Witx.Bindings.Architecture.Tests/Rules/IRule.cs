using System.Collections.Generic;

namespace Witx.Bindings.Architecture.Tests.Rules;

/// <summary>A rule about the uses that types make of each other.</summary>
internal interface IRule
{
    /// <summary>Returns one message for each violation, each with the types, the member and the remedy.</summary>
    IEnumerable<string> Check(IReadOnlyCollection<TypeUse> uses);
}
