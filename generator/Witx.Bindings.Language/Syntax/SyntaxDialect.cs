using System;

namespace Witx.Bindings.Language.Syntax;

/// <summary>The dialects of witx that a file uses. Syntax that all dialects share sets no flag.</summary>
[Flags]
internal enum SyntaxDialect
{
    None = 0,

    /// <summary><c>struct</c>, <c>array</c>, <c>(enum u8 …)</c>, <c>(union $tag (field …))</c>: 2019 to January 2021.</summary>
    Before2021 = 1,

    /// <summary><c>record</c>, <c>list</c>, <c>variant</c>, <c>(@witx tag …)</c>: since February 2021.</summary>
    Since2021 = 2,

    /// <summary>
    /// <c>expected</c>, <c>tuple</c>, <c>bool</c>, <c>char</c>, <c>(@witx repr …)</c>: current syntax, in which a function has one result.
    /// </summary>
    Current = 4,

    /// <summary><c>(@witx bitflags …)</c>: new type syntax while functions could still have several results.</summary>
    Transitional = 8,

    /// <summary>A function with several results.</summary>
    SeveralResults = 16,
}
