using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Configuration;

/// <summary>The methods by which an embedder uses a directory without a guest.</summary>
public sealed class WasiDirectoryTests
{
    [Fact]
    public void Directory_WriteListReadDelete_Works()
    {
        WasiMemoryDirectory directory = WasiDirectory.CreateInMemory();
        directory.WriteFile("a/b/f", "text"u8);
        directory.CreateDirectory("a/c/d");
        directory.CreateDirectory("a/c");
        Assert.Equal([("a", Filetype.Directory)], directory.List().Select(static entry => (entry.Name, entry.Filetype)));
        Assert.Equal(["b", "c"], directory.List("a").Select(static entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.True(directory.Exists("a/b/f"));
        directory.Delete("a/b/f");
        Assert.False(directory.Exists("a/b/f"));
        directory.Delete("a");
        Assert.Empty(directory.List());
        Assert.Throws<FileNotFoundException>(() => directory.Delete("a"));
        Assert.Throws<FileNotFoundException>(() => directory.List("a"));
        Assert.Throws<ArgumentException>(() => directory.Delete("a/.."));
        Assert.Throws<ArgumentException>(() => directory.Delete("."));
    }

    [Fact]
    public void CopyTo_HostToMemoryAndBack_CopiesTheTree()
    {
        using ScratchDirectory scratch = new();
        Directory.CreateDirectory(scratch["from/a/b"]);
        Directory.CreateDirectory(scratch["to/a"]);
        File.WriteAllText(scratch["from/a/b/f"], new string('x', 200_000));
        File.CreateSymbolicLink(scratch["from/link"], "a/b/f");
        File.WriteAllText(scratch["to/a/kept"], "kept");
        File.WriteAllText(scratch["to/link"], "replaced");
        WasiMemoryDirectory memory = WasiDirectory.CreateInMemory();
        WasiDirectory.FromHostPath(scratch["from"]).CopyTo(memory);
        Assert.Equal(200_000, memory.ReadFile("link").Length);
        memory.CopyTo(WasiDirectory.FromHostPath(scratch["to"]));
        Assert.Equal(File.ReadAllText(scratch["from/a/b/f"]), File.ReadAllText(scratch["to/a/b/f"]));
        Assert.Equal("a/b/f", new FileInfo(scratch["to/link"]).LinkTarget);
        Assert.Equal("kept", File.ReadAllText(scratch["to/a/kept"]));
    }

    [Fact]
    public void CopyTo_DestinationSymlink_IsNotFollowed()
    {
        using ScratchDirectory scratch = new();
        Directory.CreateDirectory(scratch["to"]);
        Directory.CreateDirectory(scratch["outside"]);
        File.WriteAllText(scratch["outside/f"], "canary");
        File.CreateSymbolicLink(scratch["to/d"], "../outside");
        File.CreateSymbolicLink(scratch["to/f"], "../outside/f");
        foreach (string path in new[] { "d/f", "f" })
        {
            WasiMemoryDirectory memory = WasiDirectory.CreateInMemory();
            memory.WriteFile(path, "changed"u8);
            Assert.Throws<IOException>(() => memory.CopyTo(WasiDirectory.FromHostPath(scratch["to"])));
        }

        Assert.Equal("canary", File.ReadAllText(scratch["outside/f"]));
    }
}
