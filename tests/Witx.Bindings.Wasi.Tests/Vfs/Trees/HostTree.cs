using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Platform.Portable;
using Witx.Bindings.Wasi.Vfs.Host;
using Witx.Bindings.Wasi.Vfs.Paths;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Trees;

/// <summary>
/// A host directory beside canary files that no guest may change. <c>Dispose</c> checks the canaries and finds leaked
/// descriptors.
/// </summary>
internal sealed class HostTree : FileTree
{
    private readonly ScratchDirectory _scratch = new();
    private readonly HostDirectory _directory;
    private readonly Resolver _resolver;
    private readonly string _canary;

    public HostTree(Resolver resolver, HostLimits? limits = null)
    {
        _resolver = resolver;
        Directory.CreateDirectory(Jail);
        Directory.CreateDirectory(Outside);

        // A sibling whose name starts with the name of the jail, and files that a guest must not read.
        Directory.CreateDirectory(_scratch["jail2"]);
        foreach (string file in new[] { _scratch["secret"], Path.Combine(Outside, "secret"), Path.Combine(_scratch["jail2"], "secret") })
        {
            File.WriteAllText(file, "canary");
        }

        Directory.CreateDirectory(Path.Combine(Outside, "dir"));
        _canary = HashCanary();
        DirectoryHandle? handle;
        Assert.Equal(
            Errno.Success,
            resolver == Resolver.Portable ? PortableDirectory.Open(Jail, out handle) : DirectoryHandle.Open(Jail, out handle));
        HostRules rules = new(limits, resolver != Resolver.Kernel, HostDevices.RefusedBelow(handle!));
        Assert.Equal(Errno.Success, HostDirectory.Create(handle!, rules, out HostDirectory? directory));
        _directory = directory!;
        Guest = new GuestFiles(new PathBase(_directory));
    }

    public override GuestFiles Guest { get; }

    public string Jail => _scratch["jail"];

    public string Outside => _scratch["outside"];

    public override (string Jail, string Outside)? HostPaths => (Jail, Outside);

    public override bool HasHardLinks => _resolver != Resolver.Portable;

    public override bool PinsOpenDirectories => _resolver != Resolver.Portable;

    public override void PlantLink(string path, string target) => File.CreateSymbolicLink(Path.Combine(Jail, path), target);

    public void AssertCanary() => Assert.Equal(_canary, HashCanary());

    public override void Dispose()
    {
        _directory.Close();
        AssertCanary();
        Assert.DoesNotContain(Descriptors(), path => path.StartsWith(_scratch.Path, StringComparison.Ordinal));
        _scratch.Dispose();
    }

    private static string[] Descriptors() =>
        OperatingSystem.IsLinux()
            ? [.. new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Select(static entry => entry.LinkTarget ?? "")]
            : [];

    /// <summary>Hashes the names, attributes, contents and times of everything around the jail.</summary>
    private string HashCanary()
    {
        StringBuilder text = new();
        foreach (FileSystemInfo entry in new DirectoryInfo(_scratch.Path)
            .EnumerateFileSystemInfos()
            .Where(entry => entry.FullName != Jail)
            .SelectMany(
                static entry => entry is DirectoryInfo directory ? [entry, .. directory.EnumerateFileSystemInfos()] : new[] { entry })
            .OrderBy(static entry => entry.FullName, StringComparer.Ordinal))
        {
            string content = entry is FileInfo file ? File.ReadAllText(file.FullName) : "";
            text.AppendLine($"{entry.FullName} {entry.Attributes} {entry.LastWriteTimeUtc:O} {content}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
