using System.Linq;
using CsCheck;
using Witx.Bindings.Wasi.Tests.Vfs.Trees;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Vfs.Paths;

/// <summary>The kernel, the walker over the host and the walker over memory, put to the same questions: one file system in memory is the model of the other two.</summary>
public sealed class ResolverTests
{
    private const int Plans = 100;

    // So few names that they meet each other all the time.
    private static readonly Gen<string> s_path =
        Gen.OneOfConst(".", "..", "a", "b", "ab", "/", "a/", "/a", "/b", "/..", "a/b", "//").Array[1, 4].Select(static parts => string.Concat(parts));

    private static readonly Gen<(int Verb, string Path, string Other)[]> _plan =
        Gen.Select(Gen.Int[0, Steps.All.Count - 1], s_path, s_path).Array[20, 60];

    // The names of the mounts among them.
    private static readonly Gen<string> s_mountedPath =
        Gen.OneOfConst(
            ".", "..", "a", "b", "/", "mounted", "deep", "/mounted", "deep/mounted", "a/", "/a", "/..", "//b", "/deep/", "upon", "upon/", "/upon/a")
            .Array[1, 4]
            .Select(static parts => string.Concat(parts));

    private static readonly Gen<(int Verb, string Path, string Other)[]> _mountedPlan =
        Gen.Select(Gen.Int[0, Steps.All.Count - 1], s_mountedPath, s_mountedPath).Array[20, 60];

    [Fact]
    public void AllResolvers_GiveTheSameAnswersAndTheSameFiles() => _plan.Sample(Compare, iter: Plans, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AMountWithOthersBelow_GivesTheSameAnswersToWhoGoesStraightAndToWhoWalks(bool restarts) =>
        _mountedPlan.Sample(
            plan =>
            {
                using RootTree kernel = new(Resolver.Kernel, restarts);
                using RootTree walker = new(Resolver.Walker, restarts);
                Compare(plan, ("kernel", kernel), ("walker", walker));
            },
            iter: Plans,
            threads: 1);

    private static void Compare((int Verb, string Path, string Other)[] plan)
    {
        using HostTree kernel = new(Resolver.Kernel);
        using HostTree walker = new(Resolver.Walker);
        using MemoryTree memory = new();
        Compare(plan, ("kernel", kernel), ("walker", walker), ("memory", memory));
    }

    /// <summary>Runs the same steps in several file systems, and compares the results and the remaining trees after every step.</summary>
    internal static void Compare((int Verb, string Path, string Other)[] plan, params (string Name, FileTree Tree)[] trees)
    {
        foreach ((int verb, string path, string other) in plan)
        {
            (Errno Error, object? Found)[] answers = [.. trees.Select(tree => Steps.All[verb].Act(tree.Tree.Guest, path, other))];
            DirectoryDump[] pictures = [.. trees.Select(static tree => new DirectoryDump(tree.Tree.Guest))];
            string[] told = [.. answers.Zip(pictures, static (answer, picture) =>
                $"{answer.Error} {(answer.Found is Filestat stat ? picture.NameOf(stat) : answer.Found)}\n{picture.Shape}")];
            for (int i = 1; i < told.Length; i++)
            {
                Assert.True(
                    told[0] == told[i],
                    $"{Steps.All[verb].Name} '{path}' '{other}':\n{trees[0].Name} {told[0]}\n\n{trees[i].Name} {told[i]}");
            }
        }
    }
}
