using System;
using Witx.Bindings.Testing;
using Xunit;

namespace PackageTests;

/// <summary>The linker that NativeAOT needs and that the .NET SDK does not bring.</summary>
internal static class Linker
{
    /// <summary>Gets a value that indicates whether this machine can compile ahead of time. On Windows the tests assume so.</summary>
    internal static bool IsPresent { get; } = OperatingSystem.IsWindows()
        || SearchPath.Find("clang") is not null
        || SearchPath.Find("gcc") is not null;

    /// <summary>Skips the running test on a machine without a linker.</summary>
    internal static void SkipIfMissing() =>
        Assert.SkipUnless(IsPresent, "Compiling ahead of time needs a linker: neither 'clang' nor 'gcc' is in PATH.");
}
