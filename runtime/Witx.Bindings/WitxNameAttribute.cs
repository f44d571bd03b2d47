using System;

namespace Witx.Bindings;

/// <summary>Sets the C# name of a function, a type or a member of a witx file.</summary>
/// <example>
/// <code><![CDATA[
/// [WitxModule("kv.witx")]
/// [WitxName("$errno.2big", "TooBig")]
/// public sealed partial class KeyValueHost;
/// ]]></code>
/// </example>
/// <param name="witx">
/// The witx name of a function (<c>fd_read</c>), a type (<c>$errno</c>) or a member of a type (<c>$errno.2big</c>).
/// </param>
/// <param name="name">The C# identifier to use.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxNameAttribute(string witx, string name) : Attribute
{
    /// <summary>The witx name of the function (<c>fd_read</c>), type (<c>$errno</c>) or member (<c>$errno.2big</c>).</summary>
    public string Witx { get; } = witx;

    /// <summary>The C# identifier to use.</summary>
    public string Name { get; } = name;
}
