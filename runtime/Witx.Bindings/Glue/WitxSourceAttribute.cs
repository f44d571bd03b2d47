using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Carries a witx file in the assembly whose types came of it, for the generator in projects that do not have the file.</summary>
/// <param name="path">The path, relative to the file that <see cref="WitxTypesAttribute"/> names.</param>
/// <param name="text">The text.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxSourceAttribute(string path, string text) : Attribute
{
    /// <summary>The path.</summary>
    public string Path { get; } = path;

    /// <summary>The text.</summary>
    public string Text { get; } = text;
}
