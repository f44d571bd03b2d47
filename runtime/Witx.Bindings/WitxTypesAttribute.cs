using System;

namespace Witx.Bindings;

/// <summary>Makes a static partial class the home of the types of a witx file, for the modules that name it as their <see cref="WitxModuleAttribute.Types"/>.</summary>
/// <param name="path">The file, relative to the project, or as many of the last parts of its path as tell it from others.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WitxTypesAttribute(string path) : Attribute
{
    /// <summary>The witx file.</summary>
    public string Path { get; } = path;
}
