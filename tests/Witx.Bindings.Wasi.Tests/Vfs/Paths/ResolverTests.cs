using System.Linq;
using CsCheck;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>
/// Compares path resolution by the kernel, with and without a file policy, by the walker over the host, and by the walker over directories
/// in memory, views of snapshots and file systems of the embedder.
/// </summary>
public sealed class ResolverTests
{
    private const int Plans = 100;

    // Few names, so that the operations often affect the same files.
    private static readonly Gen<string> s_path =
        Gen.OneOfConst(".", "..", "a", "b", "ab", "/", "a/", "/a", "/b", "/..", "a/b", "//").Array[1, 4]
            .Select(static parts => string.Concat(parts));

    private static readonly Gen<(int Operation, string Path, string Other)[]> s_plan =
        Gen.Select(Gen.Int[0, ModelOperations.All.Count - 1], s_path, s_path).Array[20, 60];

    // Includes the names of the mounts.
    private static readonly Gen<string> s_mountedPath =
        Gen.OneOfConst(
            ".", "..", "a", "b", "/", "mounted", "deep", "/mounted", "deep/mounted",
            "a/", "/a", "/..", "//b", "/deep/", "upon", "upon/", "/upon/a")
            .Array[1, 4]
            .Select(static parts => string.Concat(parts));

    private static readonly Gen<(int Operation, string Path, string Other)[]> s_mountedPlan =
        Gen.Select(Gen.Int[0, ModelOperations.All.Count - 1], s_mountedPath, s_mountedPath).Array[20, 60];

    [Fact]
    public void Resolvers_RandomOperations_GiveEqualResultsAndTrees() => s_plan.Sample(Compare, iter: Plans, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resolvers_MountWithMountsBelow_GiveEqualResultsAndTrees(bool restarts) =>
        s_mountedPlan.Sample(
            plan =>
            {
                using RootTree kernel = new(Resolver.Kernel, restarts);
                using RootTree walker = new(Resolver.Walker, restarts);
                Compare(plan, ("kernel", kernel), ("walker", walker));
            },
            iter: Plans,
            threads: 1);

    private static void Compare((int Operation, string Path, string Other)[] plan)
    {
        using HostTree kernel = new(Resolver.Kernel);
        using HostTree walker = new(Resolver.Walker);
        using MemoryTree memory = new();
        using SnapshotTree view = new();
        using NodeTree own = new();
        using PolicyTree policy = new(Resolver.Kernel);
        Compare(
            plan, ("kernel", kernel), ("walker", walker), ("memory", memory), ("view", view), ("own", own), ("policy", policy));
    }

    /// <summary>Runs the same operations on several trees, and compares the results and the trees after each operation.</summary>
    internal static void Compare((int Operation, string Path, string Other)[] plan, params (string Name, FileTree Tree)[] trees)
    {
        foreach ((int operation, string path, string other) in plan)
        {
            (Errno Error, object? Value)[] results =
                [.. trees.Select(tree => ModelOperations.All[operation].Run(tree.Tree.Guest, path, other))];
            DirectoryDump[] dumps = [.. trees.Select(static tree => new DirectoryDump(tree.Tree.Guest))];
            string[] states = [.. results.Zip(dumps, static (result, dump) =>
                $"{result.Error} {(result.Value is Filestat stat ? dump.NameOf(stat) : result.Value)}\n{dump.Shape}")];
            for (int i = 1; i < states.Length; i++)
            {
                Assert.True(
                    states[0] == states[i],
                    $"{ModelOperations.All[operation].Name} '{path}' '{other}':\n"
                    + $"{trees[0].Name} {states[0]}\n\n{trees[i].Name} {states[i]}");
            }
        }
    }
}
