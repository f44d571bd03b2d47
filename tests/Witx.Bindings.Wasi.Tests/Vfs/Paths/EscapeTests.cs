using System;
using System.Linq;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>
/// Every path operation with every path and symbolic link that leads out. The tree checks the files outside when it is disposed.
/// </summary>
public abstract class EscapeTests : IDisposable
{
    private const string Outside = "$outside";
    private const string Jail = "$jail";

    /// <summary>Targets of symbolic links that lead out of the tree.</summary>
    public static readonly TheoryData<string> Targets =
    [
        "../outside", "../outside/", "../outside//", "../outside/.", "../outside/dir", "../outside/secret", "../outside/missing", "..",
        "../",
        "../.", "../jail", "../jail/a", "../jail2", "../secret", "../missing", "a/../../outside", "./../outside",
        "a/.././../outside/secret",
        "/", "//", "/etc", "/proc/self/root", Outside, $"{Outside}/", $"{Outside}/secret", $"{Outside}/missing", Jail, $"{Jail}/a",
    ];

    private readonly FileTree _tree;

    private protected EscapeTests(FileTree tree)
    {
        _tree = tree;
        _tree.Owner.With("a/", "a/b/", "a/x", "x");
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _tree.Dispose();
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void PathOperation_ThroughASymlinkOutOfTheTree_IsRefused(string target)
    {
        PlantLink("lnk", target);
        _tree.Owner.With(
            "to -> lnk", "a/back -> ../lnk", "slashed -> lnk/", "through -> lnk/secret", "dotted -> lnk/.", "dangling -> lnk/missing");
        foreach (string path in new[]
        {
            "lnk/secret", "lnk//secret", "lnk/./secret", "lnk/../secret", "lnk/../x", "lnk/.", "lnk/./", "lnk//.", "lnk/..", "lnk/missing",
            "lnk/missing/", "lnk/dir/../secret", "a/../lnk/secret", "a/b/../../lnk/secret", "to/secret", "to/.", "a/back/secret",
            "slashed/secret",
            "slashed/.", "dotted/secret",
        })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(_tree))
            {
                AssertRefused(name, path, run(_tree.Guest, path));
            }
        }

        foreach (string path in new[] { "lnk", "to", "a/back", "slashed", "through", "dotted", "dangling" })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> run) in
                PathOperationCases.SupportedBy(_tree).Where(static operation => PathOperationCases.FollowsLinks(operation.Name)))
            {
                AssertRefused(name, path, run(_tree.Guest, path));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void PathOperation_TrailingSlashAfterASymlinkOutOfTheTree_IsRefused(string target)
    {
        PlantLink("lnk", target);
        _tree.Owner.With("to -> lnk", "slashed -> lnk/");
        foreach (string path in new[] { "lnk/", "lnk//", "to/", "to//", "slashed/", "a/../lnk/" })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(_tree))
            {
                Errno error = run(_tree.Guest, path);
                Assert.True(
                    error is Errno.Perm or Errno.Exist or Errno.Notdir or Errno.Isdir || !_tree.RefusesEscapes,
                    $"{name} of '{path}' behind a link to '{target}' is {error}");
            }
        }

        Assert.Equal(Errno.Success, _tree.Owner.ReadLink("lnk", out _));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void SymlinkOutOfTheTree_Itself_IsReadRenamedAndRemoved(string target)
    {
        PlantLink("lnk", target);
        Assert.Equal(Filetype.SymbolicLink, _tree.Guest.MustStat("lnk").Filetype);
        Assert.Equal(Errno.Success, _tree.Guest.ReadLink("lnk", out string read));
        Assert.Equal(ExpandPlaceholders(target), read);
        Assert.Equal(Errno.Loop, _tree.Guest.OpenAndClose("lnk", HostOpen.Read));
        Assert.Equal(Errno.Success, _tree.Owner.Rename("lnk", "a/lnk"));
        Assert.Equal(Errno.Success, _tree.Owner.RemoveFile("a/lnk"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../")]
    [InlineData("../jail/x")]
    [InlineData("../jail2/secret")]
    [InlineData("a/../../secret")]
    [InlineData("a/b/../../../outside/secret")]
    [InlineData("./.././outside")]
    [InlineData("/")]
    [InlineData("/x")]
    [InlineData("//x")]
    [InlineData($"{Outside}/secret")]
    [InlineData($"{Jail}/x")]
    public void PathOperation_PathOutOfTheTree_IsRefused(string path)
    {
        foreach ((string name, Func<GuestFiles, string, Errno> run) in PathOperationCases.SupportedBy(_tree))
        {
            AssertRefused(name, path, run(_tree.Guest, ExpandPlaceholders(path)));
        }
    }

    private void AssertRefused(string operation, string path, Errno error)
    {
        // An exclusive open does not follow the link: an existing link is enough for exist.
        bool isExclusive = operation.Contains("exclusively", StringComparison.Ordinal) && error == Errno.Exist;
        Assert.True(error == Errno.Perm || isExclusive || !_tree.RefusesEscapes, $"{operation} of '{path}' is {error}");
    }

    private void PlantLink(string path, string target) => _tree.PlantLink(path, ExpandPlaceholders(target));

    private string ExpandPlaceholders(string path) =>
        _tree.HostPaths is var (jail, outside)
            ? path.Replace(Jail, jail, StringComparison.Ordinal).Replace(Outside, outside, StringComparison.Ordinal)
            : path.Replace('$', '/');
}

public sealed class KernelEscapeTests() : EscapeTests(new HostTree(Resolver.Kernel));

public sealed class WalkerEscapeTests() : EscapeTests(new HostTree(Resolver.Walker));

public sealed class PortableEscapeTests() : EscapeTests(new HostTree(Resolver.Portable));

public sealed class MemoryEscapeTests() : EscapeTests(new MemoryTree());

public sealed class OverlayEscapeTests() : EscapeTests(new OverlayTree());

public sealed class ReadOnlyKernelEscapeTests() : EscapeTests(new ReadOnlyTree(Resolver.Kernel));

public sealed class ReadOnlyWalkerEscapeTests() : EscapeTests(new ReadOnlyTree(Resolver.Walker));

public sealed class RootKernelEscapeTests() : EscapeTests(new RootTree(Resolver.Kernel, restarts: false));

public sealed class RootWalkerEscapeTests() : EscapeTests(new RootTree(Resolver.Walker, restarts: false));

public sealed class RestartingRootKernelEscapeTests() : EscapeTests(new RootTree(Resolver.Kernel, restarts: true));

public sealed class RestartingRootWalkerEscapeTests() : EscapeTests(new RootTree(Resolver.Walker, restarts: true));

public sealed class NestedKernelEscapeTests() : EscapeTests(new NestedTree(Resolver.Kernel, "/w"));

public sealed class NestedWalkerEscapeTests() : EscapeTests(new NestedTree(Resolver.Walker, "/w"));

public sealed class NestedRelativeEscapeTests() : EscapeTests(new NestedTree(Resolver.Kernel, "."));

public sealed class NestedAliasEscapeTests() : EscapeTests(new NestedTree(Resolver.Kernel, "..", isAlias: true));

public sealed class PolicyKernelEscapeTests() : EscapeTests(new PolicyTree(Resolver.Kernel));

public sealed class PolicyWalkerEscapeTests() : EscapeTests(new PolicyTree(Resolver.Walker));

public sealed class NodeEscapeTests() : EscapeTests(new NodeTree());

public sealed class SnapshotEscapeTests() : EscapeTests(new SnapshotTree());

public sealed class FilledOverlayEscapeTests() : EscapeTests(new FilledOverlayTree(static source => source));

public sealed class ZipEscapeTests() : EscapeTests(new ZipTree());

public sealed class ZipOverlayEscapeTests()
    : EscapeTests(new FilledOverlayTree(static source => ZipTree.Pack(SnapshotTree.GetFiles(source))));
