using System;
using System.Linq;
using Witx.Bindings.Wasi.Platform;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>Every way in which a path is used × every way out that others have left open. What lies outside is looked at by the tree when it goes.</summary>
public abstract class EscapeTests : IDisposable
{
    private const string Outside = "$outside";
    private const string Jail = "$jail";

    /// <summary>What a link that leads out may hold.</summary>
    public static readonly TheoryData<string> Targets =
    [
        "../outside", "../outside/", "../outside//", "../outside/.", "../outside/dir", "../outside/secret", "../outside/missing", "..", "../",
        "../.", "../jail", "../jail/a", "../jail2", "../secret", "../missing", "a/../../outside", "./../outside", "a/.././../outside/secret",
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
    public void NothingGoesThroughALinkThatLeadsOut(string target)
    {
        Plant("lnk", target);
        _tree.Owner.With("to -> lnk", "a/back -> ../lnk", "slashed -> lnk/", "through -> lnk/secret", "dotted -> lnk/.", "dangling -> lnk/missing");
        foreach (string path in new[]
        {
            "lnk/secret", "lnk//secret", "lnk/./secret", "lnk/../secret", "lnk/../x", "lnk/.", "lnk/./", "lnk//.", "lnk/..", "lnk/missing",
            "lnk/missing/", "lnk/dir/../secret", "a/../lnk/secret", "a/b/../../lnk/secret", "to/secret", "to/.", "a/back/secret", "slashed/secret",
            "slashed/.", "dotted/secret",
        })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> verb) in Verbs.Of(_tree))
            {
                Refused(name, path, verb(_tree.Guest, path));
            }
        }

        foreach (string path in new[] { "lnk", "to", "a/back", "slashed", "through", "dotted", "dangling" })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> verb) in Verbs.Of(_tree).Where(static verb => Verbs.Follows(verb.Name)))
            {
                Refused(name, path, verb(_tree.Guest, path));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void ALinkThatLeadsOut_IsNoDirectoryForHavingASlashBehindIt(string target)
    {
        Plant("lnk", target);
        _tree.Owner.With("to -> lnk", "slashed -> lnk/");
        foreach (string path in new[] { "lnk/", "lnk//", "to/", "to//", "slashed/", "a/../lnk/" })
        {
            foreach ((string name, Func<GuestFiles, string, Errno> verb) in Verbs.Of(_tree))
            {
                Errno answer = verb(_tree.Guest, path);
                Assert.True(
                    answer is Errno.Perm or Errno.Exist or Errno.Notdir or Errno.Isdir || !_tree.RefusesWaysOut,
                    $"{name} of '{path}' behind a link to '{target}' is {answer}");
            }
        }

        Assert.Equal(Errno.Success, _tree.Owner.ReadLink("lnk", out _));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void ALinkThatLeadsOut_IsReadAndRemovedItself(string target)
    {
        Plant("lnk", target);
        Assert.Equal(Filetype.SymbolicLink, _tree.Guest.MustStat("lnk").Filetype);
        Assert.Equal(Errno.Success, _tree.Guest.ReadLink("lnk", out string read));
        Assert.Equal(Absolute(target), read);
        Assert.Equal(Errno.Loop, _tree.Guest.TryOpen("lnk", HostOpen.Read));
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
    public void NoPath_LeadsOut(string path)
    {
        foreach ((string name, Func<GuestFiles, string, Errno> verb) in Verbs.Of(_tree))
        {
            Refused(name, path, verb(_tree.Guest, Absolute(path)));
        }
    }

    private void Refused(string verb, string path, Errno answer)
    {
        // What must not be there is not followed to where it leads: that the link is there is all it takes.
        bool insists = verb.Contains("anew", StringComparison.Ordinal) && answer == Errno.Exist;
        Assert.True(answer == Errno.Perm || insists || !_tree.RefusesWaysOut, $"{verb} of '{path}' is {answer}");
    }

    private void Plant(string path, string target) => _tree.Plant(path, Absolute(target));

    private string Absolute(string path) =>
        _tree.Places is var (jail, outside)
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
