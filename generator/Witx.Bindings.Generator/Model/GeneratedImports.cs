namespace Witx.Bindings.Generator.Model;

/// <summary>The generated part of a class of imports.</summary>
/// <param name="FileName">The name of the generated file.</param>
/// <param name="Text">The C# source.</param>
internal sealed record GeneratedImports(string FileName, string Text);
