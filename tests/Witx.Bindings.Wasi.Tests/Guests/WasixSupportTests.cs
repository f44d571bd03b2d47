using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.Guests;

/// <summary>
/// Generates <c>docs/wasix-support.md</c> from the code and from the tests that run guests, and compares the page with it.
/// </summary>
public sealed class WasixSupportTests
{
    private const string Asyncify = "works with asyncify";

    /// <summary>The state of functions that no guest asserts, by name prefix. The first match counts.</summary>
    private static readonly (string Prefix, string State)[] s_missing =
    [
        ("sock_", "waits for a program that asserts it"),
        ("resolve", "waits for a program that asserts it"),
        ("dl", "waits for dynamic linking"),
        ("closure_", "waits for dynamic linking"),
        ("proc_snapshot", "not supported"),
    ];

    private static readonly Dictionary<string, (MethodInfo Test, FunctionAttribute Attribute)> s_tests =
        (from type in typeof(WasixSupportTests).Assembly.GetTypes()
         from method in type.GetMethods()
         from attribute in method.GetCustomAttributes<FunctionAttribute>()
         from name in attribute.Names
         group (method, attribute) by name)
        .ToDictionary(static tests => tests.Key, static tests => tests.First());

    public static TheoryData<string> FunctionsWithEffect =>
        [.. s_tests.Where(static test => !test.Value.Attribute.HasNoEffect).Select(static test => test.Key)];

    public static TheoryData<string> Tests => [.. s_tests.Values.Select(static test => test.Test.Name).Distinct()];

    [Fact]
    public void WasixSupportPage_ComparedWithTheCode_IsUpToDate()
    {
        string path = RepositoryFolder.GetPath("docs", "wasix-support.md");
        ApprovedFile.AssertEqual(path, Path.ChangeExtension(path, ".received.md"), CreatePage());
    }

    [Fact]
    public void FunctionAttribute_NamedFunctions_AreWasixImports() =>
        Assert.Empty(s_tests.Keys.Except(WasixImports.Get("wasix_32v1").Keys));

    /// <summary>A function counts as working if a guest asserts its effect: without the effect, every run of the guest must fail.</summary>
    [Theory]
    [MemberData(nameof(FunctionsWithEffect))]
    public async Task Guest_FunctionWithoutEffect_Fails(string name)
    {
        MethodInfo test = s_tests[name].Test;
        foreach (object?[] arguments in GetArguments(test))
        {
            using FunctionStub stub = new(name);
            Exception? failure = await Record.ExceptionAsync(() => RunAsync(test, arguments));
            Assert.True(failure is not null, $"{test.Name}({string.Join(", ", arguments)}) passes although '{name}' does nothing.");
        }
    }

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task Guest_AllFunctionsWork_Passes(string name)
    {
        MethodInfo test = s_tests.Values.First(found => found.Test.Name == name).Test;
        foreach (object?[] arguments in GetArguments(test))
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

    /// <summary>
    /// Gets the arguments of each run of a test: every folder, and a virtual network if the test takes both kinds of network.
    /// </summary>
    private static IEnumerable<object?[]> GetArguments(MethodInfo test)
    {
        string folder = test.DeclaringType == typeof(SocketGuestTests) ? "sockets" : "wasix";
        string[] names = [.. test.GetParameters().Select(static parameter => parameter.Name!)];
        return (names.Contains("folder") ? new[] { folder, folder + "64" } : [folder])
            .Select(folder => names.Select(name => (object?)(name == "folder" ? folder : true)).ToArray());
    }

    private static string CreatePage()
    {
        (string Name, string State, string Test)[] rows =
            [.. WasixImports.Get("wasix_32v1").Keys.Order(StringComparer.Ordinal).Select(CreateRow)];
        StringBuilder page = new(
            """
            # Supported WASIX functions

            Every function of `wasix_32v1` and `wasix_64v1` can be imported. This page lists what works. A test writes it from the code and from guest
            programs that check the effect of each function.

            - A function *works* if a guest program checks its effect. The last column names the test that runs the program. The program fails when that
              one function is replaced by one that does nothing and returns `success`. `sched_yield` is an exception, because it has no effect that a
              program can observe.
            - *64* means that the same is checked with 64-bit addresses. Sizes, lengths and counts are then as wide as addresses.
            - A function that waits for dynamic linking is not implemented yet. It returns `notsup`. So does one that is not supported.


            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, (string Name, string State, string Test)> rowsOfState in
            rows.GroupBy(static row => row.State).OrderByDescending(static state => state.Count()))
        {
            _ = page.Append($"- {rowsOfState.Key}: {rowsOfState.Count()}\n");
        }

        _ = page.Append("\n| function | support | addresses | checked by |\n|---|---|---|---|\n");
        foreach ((string name, string state, string test) in rows)
        {
            _ = page.Append($"| `{name}` | {state} | {(IsCheckedWith64BitAddresses(name) ? "64" : "")} | {test} |\n");
        }

        return page.ToString();
    }

    /// <summary>Returns true if the test takes a folder, because it then runs a 32-bit and a 64-bit program.</summary>
    private static bool IsCheckedWith64BitAddresses(string name) =>
        s_tests.TryGetValue(name, out (MethodInfo Test, FunctionAttribute Attribute) found)
        && found.Test.GetParameters().Any(static parameter => parameter.Name == "folder");

    private static (string Name, string State, string Test) CreateRow(string name)
    {
        if (s_tests.TryGetValue(name, out (MethodInfo Test, FunctionAttribute Attribute) found))
        {
            return (name, found.Attribute.NeedsAsyncify ? Asyncify : "works", $"`{found.Test.DeclaringType!.Name}.{found.Test.Name}`");
        }

        return (name, s_missing.First(entry => name.StartsWith(entry.Prefix, StringComparison.Ordinal)).State, "");
    }
}
