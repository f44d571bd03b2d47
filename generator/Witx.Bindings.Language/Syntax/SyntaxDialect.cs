using System;

namespace Witx.Bindings.Language.Syntax;

/// <summary>Which generations of witx a file's spelling belongs to; what all of them share leaves no mark.</summary>
[Flags]
internal enum SyntaxDialect
{
    None = 0,

    /// <summary><c>struct</c>, <c>array</c>, <c>(enum u8 …)</c>, <c>(union $tag (field …))</c>: 2019 to early 2021.</summary>
    Before2021 = 1,

    /// <summary><c>record</c>, <c>list</c>, <c>variant</c>, <c>(@witx tag …)</c>: since February 2021.</summary>
    Since2021 = 2,

    /// <summary>
    /// <c>expected</c>, <c>tuple</c>, <c>bool</c>, <c>char</c>, <c>(@witx repr …)</c>: today's, where a function has one result.
    /// </summary>
    Current = 4,

    /// <summary><c>(@witx bitflags …)</c>: new types while functions still had several results.</summary>
    Transitional = 8,

    /// <summary>A function with several results.</summary>
    SeveralResults = 16,
}
