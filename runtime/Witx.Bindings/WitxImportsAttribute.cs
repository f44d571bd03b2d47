using System;

namespace Witx.Bindings;

/// <summary>Generates the functions of a witx file in a static partial class, for a guest in C# that calls them.</summary>
/// <remarks>
/// The project of the guest is compiled to WebAssembly, for example by NativeAOT-LLVM, and sets <c>AllowUnsafeBlocks</c>. On other systems
/// the class compiles, and its functions throw <see cref="DllNotFoundException"/>. <c>witx bind --to csharp</c> writes the same source.
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [WitxImports("kv.witx")]
/// internal static partial class Kv;
///
/// Kv.Errno error = Kv.Get("greeting"u8, buffer, out uint length);
/// ]]></code>
/// </example>
/// <param name="path">The path of the witx file relative to the project directory, or enough of its last components to be unique.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WitxImportsAttribute(string path) : Attribute
{
    /// <summary>The path of the witx file relative to the project directory, or enough of its last components to be unique.</summary>
    public string Path { get; } = path;
}
