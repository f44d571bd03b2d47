using Witx.Bindings.Testing;
using Xunit;

namespace PackageTests;

/// <summary>The C compiler and the linker for guests, which the .NET SDK does not bring.</summary>
internal static class WebAssemblyCompiler
{
    /// <summary>Returns the path of clang, or skips the running test if clang or its linker is missing.</summary>
    internal static string FindOrSkip()
    {
        string? clang = SearchPath.Find("clang");
        Assert.SkipWhen(clang is null || SearchPath.Find("wasm-ld") is null, "Compiling a guest needs 'clang' and 'wasm-ld' in PATH.");
        return clang!;
    }
}
