using System;
using System.ComponentModel;

namespace Witx.Bindings.Glue;

/// <summary>Embeds a witx file in the assembly, so that the generator can use its types in projects that do not have the file.</summary>
/// <param name="path">The path of the file, relative to the directory of the file that <see cref="WitxTypesAttribute"/> names.</param>
/// <param name="text">The text of the file.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WitxSourceAttribute(string path, string text) : Attribute
{
    /// <summary>The path of the file, relative to the directory of the file that <see cref="WitxTypesAttribute"/> names.</summary>
    public string Path { get; } = path;

    /// <summary>The text of the file.</summary>
    public string Text { get; } = text;
}
