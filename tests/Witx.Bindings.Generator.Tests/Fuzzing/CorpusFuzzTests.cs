using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Witx.Bindings.Generator.Checking;
using Witx.Bindings.Generator.Diagnostics;
using Witx.Bindings.Generator.Emitting;
using Witx.Bindings.Generator.Model;
using Witx.Bindings.Generator.Reading;
using Witx.Bindings.Generator.Reporting;
using Witx.Bindings.Generator.Tests.Output;
using Witx.Bindings.Language;
using Xunit;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>
/// Mutates every interface of this repository and runs all stages. Nothing throws, the number of messages is bounded, and no text of a
/// comment or string becomes a token of the generated code.
/// </summary>
public sealed class CorpusFuzzTests(ITestOutputHelper output)
{
    private static readonly ImmutableArray<WitxFile> s_corpus =
    [
        .. ((IEnumerable<(string Path, string Text)>)
        [
            .. Project.RepositoryFiles(),
            .. Project.FilesOf(RepositoryFolder.GetPath("tests/Witx.Bindings.Tests/Interfaces"), "/project/tests/"),
            .. Project.FilesOf(RepositoryFolder.GetPath("samples"), "/project/samples/"),
            ("/project/forms.witx", Forms.Text),
            ("/project/newer.witx", RandomInterface.Make(1, 20, isPre2021: false)),
            ("/project/older.witx", RandomInterface.Make(1, 20, isPre2021: true)),
        ]).Select(static file => WitxFile.Parse(file.Path, file.Text)),
    ];

    private static readonly WitxFileSet s_files = new(s_corpus);

    private static readonly ImmutableArray<AnnotatedClass> s_hosts =
    [
        .. new[]
        {
            "[WitxModule(\"x.witx\")] public partial class Host;",
            "[WitxModule(\"x.witx\", PointerWidth = 64, GenerateDescription = true)] public partial class Host { partial void "
                + "OnCall(string function) { } }",
            "[WitxModule(\"x.witx\", Missing = MissingFunction.Trap)] internal sealed partial class Host<T>;",
            "[WitxModule(\"x.witx\", Missing = MissingFunction.Return, MissingError = \"nosys\", ReentrantFunctions = [\"fd_read\"])] "
                + "public partial class Host;",
        }.Select(static code => AnnotatedClassReader.Read(Type(code))),
    ];

    private static readonly AnnotatedClass s_types =
        AnnotatedClassReader.Read(Type("[WitxTypes(\"x.witx\")] public static partial class Host;"));

    [Fact]
    public void MutatedInterfaces_Generated_NeverThrow()
    {
        int seed = FuzzBudget.IsLong ? Environment.TickCount : 1;
        Random random = new(seed);
        long start = Stopwatch.GetTimestamp();
        (int runs, int accepted, int written) = (0, 0, 0);
        while (Stopwatch.GetElapsedTime(start) < FuzzBudget.Time || runs < 100)
        {
            WitxFileSet files = Files(random, out WitxFile root, out List<WitxFile> changed);
            try
            {
                (bool isAccepted, bool isWritten) = Run(root, files, random);
                (runs, accepted, written) = (runs + 1, accepted + (isAccepted ? 1 : 0), written + (isWritten ? 1 : 0));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, run {runs}, {root.Path}\n"
                        + $"{string.Join("\n", changed.Select(static file => $"---- {file.Path}\n{file.Text}"))}", exception);
            }
        }

        output.WriteLine($"{runs} interfaces, {accepted} of them without an error, {written} written.");
        Assert.True(accepted > runs / 50 && accepted < runs && written > runs / 3, $"{runs} {accepted} {written}");
    }

    /// <summary>Mutates one to three files of the corpus that a root file uses.</summary>
    private static WitxFileSet Files(Random random, out WitxFile root, out List<WitxFile> changed)
    {
        WitxFile unchanged = s_corpus[random.Next(s_corpus.Length)];
        ImmutableArray<WitxFile> reached = WitxResolver.Resolve(unchanged, s_files, TestContext.Current.CancellationToken).Files;
        changed = [];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            WitxFile file = reached[random.Next(reached.Length)];
            if (!changed.Any(each => each.Path == file.Path))
            {
                changed.Add(WitxFile.Parse(file.Path, Mutation.Apply(file.Text, s_corpus[random.Next(s_corpus.Length)].Text, random)));
            }
        }

        // The first of several files with the same path wins.
        WitxFileSet files = new(changed.Concat(s_corpus));
        root = files.Find(unchanged.Path)!;
        return files;
    }

    private static (bool IsAccepted, bool IsWritten) Run(WitxFile root, WitxFileSet files, Random random)
    {
        bool isHost = root.Text.Contains("(module", StringComparison.Ordinal);
        AnnotatedClass target = isHost ? s_hosts[random.Next(s_hosts.Length)] : s_types;
        string path = root.Path["/project/".Length..];
        target = target with
        {
            Path = path,
            Modules = [.. target.Modules.Select(module => module with { Path = path })],
        };
        BuildOptions build = new("/project/", random.Next(2) == 0);
        AnalysisResult binding = ClassAnalyzer.GetResult(target, files, build, TestContext.Current.CancellationToken);
        ErrorReport report = ErrorReport.Create([binding], files, build, TestContext.Current.CancellationToken);
        int length = WitxResolver.Resolve(root, files, TestContext.Current.CancellationToken).Files.Sum(static file => file.Text.Length);
        Assert.InRange(report.FileErrors.Count + report.ClassErrors.Count, 0, length);
        Assert.All(report.FileErrors, error => AssertBounded(Descriptors.Report(error), length));
        Assert.All(report.ClassErrors, error => AssertBounded(error.Diagnostic.At(Location.None), length));
        if (binding.Model is not { } model)
        {
            Assert.NotNull(binding.Failed);
            return (false, false);
        }

        AssertCode(HostEmitter.Write(model).ToString());
        if (model.EmbeddedFiles.Count > 0)
        {
            AssertCode(HostEmitter.WriteSources(model).ToString());
        }

        return (report.IsEmpty, model.Functions.Count + model.Types.Count > 0);
    }

    private static void AssertBounded(Diagnostic diagnostic, int length)
    {
        string message = diagnostic.GetMessage(null);
        Assert.InRange(message.Length, 1, 1000 + length);
        Assert.True(UnicodeText.IsPrintable(message), message);
    }

    private static void AssertCode(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken);
        Diagnostic[] errors = [.. tree.GetDiagnostics(TestContext.Current.CancellationToken)];
        Assert.True(errors.Length == 0, $"{errors.FirstOrDefault()}\n{code}");
        Assert.True(UnicodeText.IsPrintable(code), code);
        IEnumerable<SyntaxToken> tokens = tree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens();
        Assert.DoesNotContain(tokens, static token => token.Text == Mutation.Marker);
    }

    private static INamedTypeSymbol Type(string code)
    {
        Compilation compilation = Project.Create("using Witx.Bindings; " + code).Compilation();
        return compilation.GetTypeByMetadataName("Host") ?? compilation.GetTypeByMetadataName("Host`1")!;
    }
}
