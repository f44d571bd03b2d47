using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>The page that says what of WASIX is supported, as the code says it.</summary>
public sealed class SupportTests
{
    private const string Asyncify = "works with asyncify";

    /// <summary>What a function waits for that no program asserts, by the start of its name; the first that fits.</summary>
    private static readonly (string Start, string State)[] s_waits =
    [
        ("sock_", "waits for a program that asserts it"),
        ("resolve", "waits for a program that asserts it"),
        ("dl", "waits for dynamic linking"),
        ("closure_", "waits for dynamic linking"),
        ("", "waits for threads"),
    ];

    private static readonly Dictionary<string, (MethodInfo Test, FunctionAttribute Tie)> s_tests =
        (from type in typeof(SupportTests).Assembly.GetTypes()
         from method in type.GetMethods()
         from tie in method.GetCustomAttributes<FunctionAttribute>()
         from name in tie.Names
         group (method, tie) by name)
        .ToDictionary(static tests => tests.Key, static tests => tests.First());

    public static TheoryData<string> FunctionsWithAnEffect => [.. s_tests.Where(static test => !test.Value.Tie.HasNoEffect).Select(static test => test.Key)];

    public static TheoryData<string> Tests => [.. s_tests.Values.Select(static test => test.Test.Name).Distinct()];

    [Fact]
    public void Page_SaysWhatTheCodeSays()
    {
        string page = Page();
        string path = PathOfPage();
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string received = Path.ChangeExtension(path, ".received.md");
        File.Delete(received);
        if (expected != page)
        {
            File.WriteAllText(received, page);
        }

        Assert.Equal(expected, page);
    }

    [Fact]
    public void Tests_AreTiedToFunctionsThatThereAre() => Assert.Empty(s_tests.Keys.Except(WasixImports.Get("wasix_32v1").Keys));

    /// <summary>A function counts as working because a guest asserts its effect: without the effect, every run of the guest fails.</summary>
    [Theory]
    [MemberData(nameof(FunctionsWithAnEffect))]
    public async Task Guest_WhoseFunctionDoesNothing_Fails(string name)
    {
        MethodInfo test = s_tests[name].Test;
        foreach (object?[] arguments in Arguments(test))
        {
            using FunctionStub stub = new(name);
            Exception? failure = await Record.ExceptionAsync(() => RunAsync(test, arguments));
            Assert.True(failure is not null, $"{test.Name}({string.Join(", ", arguments)}) passes although '{name}' does nothing.");
        }
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task Guest_WhoseFunctionsAllWork_Passes(string name)
    {
        MethodInfo test = s_tests.Values.First(found => found.Test.Name == name).Test;
        foreach (object?[] arguments in Arguments(test))
        {
            using FunctionStub stub = new("");
            await RunAsync(test, arguments);
        }
    }

    private static async Task RunAsync(MethodInfo test, object?[] arguments)
    {
        using IDisposable tests = (IDisposable)Activator.CreateInstance(test.DeclaringType!)!;
        try
        {
            await ((Task?)test.Invoke(tests, arguments) ?? Task.CompletedTask);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
        }
    }

    /// <summary>The arguments of each run of a test: of all folders, and with a virtual network where the test takes both.</summary>
    private static IEnumerable<object?[]> Arguments(MethodInfo test)
    {
        string folder = test.DeclaringType == typeof(SocketGuestTests) ? "sockets" : "wasix";
        string[] names = [.. test.GetParameters().Select(static parameter => parameter.Name!)];
        return (names.Contains("folder") ? new[] { folder, folder + "64" } : [folder])
            .Select(folder => names.Select(name => (object?)(name == "folder" ? folder : true)).ToArray());
    }

    private static string Page()
    {
        (string Name, string State, string Test)[] rows = [.. WasixImports.Get("wasix_32v1").Keys.Order(StringComparer.Ordinal).Select(Row)];
        StringBuilder page = new(
            """
            # Supported WASIX functions

            Every function of `wasix_32v1` and `wasix_64v1` can be imported. This page lists what works. A test writes it from the code and from guest
            programs that check the effect of each function.

            - A function *works* if a guest program checks its effect. The last column names the test that runs the program. The program fails when that
              one function is replaced by one that does nothing and returns `success`. `sched_yield` and `proc_signals_get` are exceptions, because they
              have no effect that a program can observe.
            - *64* means that the same is checked with 64-bit addresses. Sizes, lengths and counts are then as wide as addresses.
            - A function that waits for threads or for dynamic linking is not implemented yet. It returns `notsup`, or traps if it has no result.


            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, (string Name, string State, string Test)> rowsOfState in rows.GroupBy(static row => row.State).OrderByDescending(static state => state.Count()))
        {
            _ = page.Append($"- {rowsOfState.Key}: {rowsOfState.Count()}\n");
        }

        _ = page.Append("\n| function | support | addresses | checked by |\n|---|---|---|---|\n");
        foreach ((string name, string state, string test) in rows)
        {
            _ = page.Append($"| `{name}` | {state} | {(IsWide(name) ? "64" : "")} | {test} |\n");
        }

        return page.ToString();
    }

    /// <summary>Tests that take a folder run the programs of two: of 32 bits, and of 64.</summary>
    private static bool IsWide(string name) =>
        s_tests.TryGetValue(name, out (MethodInfo Test, FunctionAttribute Tie) found)
        && found.Test.GetParameters().Any(static parameter => parameter.Name == "folder");

    private static (string Name, string State, string Test) Row(string name)
    {
        if (s_tests.TryGetValue(name, out (MethodInfo Test, FunctionAttribute Tie) found))
        {
            return (name, found.Tie.NeedsAsyncify ? Asyncify : "works", $"`{found.Test.DeclaringType!.Name}.{found.Test.Name}`");
        }

        return (name, s_waits.First(wait => name.StartsWith(wait.Start, StringComparison.Ordinal)).State, "");
    }

    private static string PathOfPage([CallerFilePath] string test = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "docs", "wasix-support.md"));
}
