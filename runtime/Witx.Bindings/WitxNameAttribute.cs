using System;

namespace Witx.Bindings;

/// <summary>Gives something of a witx file another C# name than the one that follows from its own.</summary>
/// <param name="witx">What is named: a function (<c>fd_read</c>), a type (<c>$errno</c>) or a member of a type (<c>$errno.2big</c>).</param>
/// <param name="name">The C# identifier.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxNameAttribute(string witx, string name) : Attribute
{
    /// <summary>What is named, as the witx file writes it.</summary>
    public string Witx { get; } = witx;

    /// <summary>The C# identifier.</summary>
    public string Name { get; } = name;
}
