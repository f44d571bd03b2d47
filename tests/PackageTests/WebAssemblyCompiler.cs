using System;
using System.IO;
using System.Linq;
using Xunit;

namespace PackageTests;

/// <summary>The C compiler and the linker for guests, which the .NET SDK does not bring.</summary>
internal static class WebAssemblyCompiler
{
    /// <summary>Returns the path of clang, or skips the running test if clang or its linker is missing.</summary>
    internal static string FindOrSkip()
    {
        string? clang = Find("clang");
        Assert.SkipWhen(clang is null || Find("wasm-ld") is null, "Compiling a guest needs 'clang' and 'wasm-ld' in PATH.");
        return clang!;
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
