using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

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

    private static readonly Dictionary<string, (MethodInfo Test, bool NeedsAsyncify)> s_tests =
        (from type in typeof(SupportTests).Assembly.GetTypes()
         from method in type.GetMethods()
         let attribute = method.GetCustomAttribute<FunctionAttribute>()
         where attribute is not null
         from name in attribute.Names
         group (method, attribute.NeedsAsyncify) by name)
        .ToDictionary(static tests => tests.Key, static tests => tests.First());

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
    public void Tests_AreTiedToFunctionsThatThereAre() => Assert.Empty(s_tests.Keys.Except(WasixImports.Of("wasix_32v1").Keys));

    private static string Page()
    {
        (string Name, string State, string Test)[] rows = [.. WasixImports.Of("wasix_32v1").Keys.Order(StringComparer.Ordinal).Select(Row)];
        StringBuilder page = new(
            """
            # What of WASIX is supported

            Every name of `wasix_32v1` and `wasix_64v1` links. This page says what a program may expect behind it. It is written by a test, from the
            code and from the programs that assert what functions do: a function *works* when one of them does, and the last column names the
            test that runs it, and looks that the function was called there and succeeded. A *64* says that this is asserted with addresses of
            64 bits as well: `size`, lengths and counts are then as wide as addresses, in signatures as in memory. What waits for threads or for
            dynamic linking answers `notsup`, and traps where it has no way to answer.


            """.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, (string Name, string State, string Test)> rowsOfState in rows.GroupBy(static row => row.State).OrderByDescending(static state => state.Count()))
        {
            _ = page.Append($"- {rowsOfState.Key}: {rowsOfState.Count()}\n");
        }

        _ = page.Append("\n| function | | | asserted by |\n|---|---|---|---|\n");
        foreach ((string name, string state, string test) in rows)
        {
            _ = page.Append($"| `{name}` | {state} | {(IsWide(name) ? "64" : "")} | {test} |\n");
        }

        return page.ToString();
    }

    /// <summary>Tests that take a folder run the programs of two: of 32 bits, and of 64.</summary>
    private static bool IsWide(string name) =>
        s_tests.TryGetValue(name, out (MethodInfo Test, bool NeedsAsyncify) found)
        && found.Test.GetParameters().Any(static parameter => parameter.Name == "folder");

    private static (string Name, string State, string Test) Row(string name)
    {
        if (s_tests.TryGetValue(name, out (MethodInfo Test, bool NeedsAsyncify) found))
        {
            return (name, found.NeedsAsyncify ? Asyncify : "works", $"`{found.Test.DeclaringType!.Name}.{found.Test.Name}`");
        }

        return (name, s_waits.First(wait => name.StartsWith(wait.Start, StringComparison.Ordinal)).State, "");
    }

    private static string PathOfPage([CallerFilePath] string test = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "docs", "wasix-support.md"));
}
