using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests.C;

/// <summary>Compares the header of preview1 with wasi-libc's <c>wasi/api.h</c>. The C compiler compares them.</summary>
public sealed partial class WasiLibcTests
{
    private const string ApiPath = "/usr/include/wasm32-wasi/wasi/api.h";

    /// <summary>Names that wasi-libc adds to the interface.</summary>
    private static readonly string[] s_addedByLibc = ["DIRCOOKIE_START"];

    /// <summary>Types and functions that wasi-libc leaves out of the interface.</summary>
    private static readonly string[] s_omittedByLibc = ["signal_t", "proc_raise"];

    [Fact]
    public void Preview1_ComparedWithWasiLibc_HasTheSameLayoutConstantsAndPrototypes()
    {
        ExternalProgram.Clang.SkipIfMissing();

        Comparison comparison = Compare(static header => header);

        Assert.True(comparison.Errors.Length is 0, comparison.Errors);
        Assert.True(comparison is { Types: >= 45, Offsets: >= 36, Constants: >= 150, Prototypes: >= 44 }, comparison.ToString());
    }

    [Theory]
    [InlineData("own_filesize_t size;", "own_filesize_t atim;", "own_filestat_t.")]
    [InlineData("#define OWN_ERRNO_BADF (UINT16_C(8))", "#define OWN_ERRNO_BADF (UINT16_C(9))", "OWN_ERRNO_BADF")]
    [InlineData("own_filedelta_t offset, own_whence_t whence", "own_whence_t whence, own_filedelta_t offset", "__wasi_fd_seek")]
    public void Preview1_WithAChange_DiffersFromWasiLibc(string line, string other, string name)
    {
        ExternalProgram.Clang.SkipIfMissing();

        Comparison comparison = Compare(header =>
        {
            Assert.Contains(line, header);
            // Where a name takes the place of another, that one takes its place: two fields are swapped.
            return line.EndsWith(" size;", System.StringComparison.Ordinal)
                ? header.Replace("own_timestamp_t atim;", "own_timestamp_t size;").Replace(line, other)
                : header.Replace(line, other);
        });

        Assert.Contains(name, comparison.Errors);
    }

    /// <summary>Compiles one file that contains both headers, and an assertion for each type, field, constant and prototype.</summary>
    private static Comparison Compare(System.Func<string, string> change)
    {
        GuestBindingsOptions options = new("own") { HasTerminatedStrings = true };
        string header = change(GuestBindings.Write(TestDocument.Load("witx", "wasi_snapshot_preview1.witx"), GuestLanguage.C, options));
        string api = File.ReadAllText(ApiPath);
        StringBuilder check = new("#include <wasi/api.h>\n#include \"own.h\"\n");

        HashSet<string> types = [.. TypePattern().Matches(api).Select(static match => match.Groups[1].Value)];
        HashSet<string> ownTypes =
            [.. OwnTypePattern().Matches(header).Select(static match => match.Groups[1].Value).Except(s_omittedByLibc)];
        Assert.Empty(types.Except(ownTypes));
        foreach (string type in ownTypes.Order())
        {
            check.Append($"_Static_assert(sizeof(own_{type}) == sizeof(__wasi_{type}), \"own_{type}\");\n");
            check.Append($"_Static_assert(_Alignof(own_{type}) == _Alignof(__wasi_{type}), \"own_{type}\");\n");
        }

        MatchCollection offsets = OffsetPattern().Matches(header);
        foreach (Match match in offsets)
        {
            (string type, string field) = (match.Groups[1].Value, match.Groups[2].Value);
            check.Append($"_Static_assert(offsetof(own_{type}, {field}) == offsetof(__wasi_{type}, {field}), \"own_{type}.{field}\");\n");
        }

        HashSet<string> constants = [.. ConstantPattern().Matches(api).Select(static match => match.Groups[1].Value).Except(s_addedByLibc)];
        HashSet<string> ownConstants = [.. OwnConstantPattern().Matches(header).Select(static match => match.Groups[1].Value)];
        Assert.Empty(constants.Except(ownConstants));
        foreach (string constant in constants.Order())
        {
            check.Append($"_Static_assert(OWN_{constant} == __WASI_{constant}, \"OWN_{constant}\");\n");
        }

        string[] prototypes = [.. PrototypePattern().Matches(header)
            .Where(static match => !s_omittedByLibc.Contains(match.Groups[2].Value))
            .Select(static match => match.Groups[1].Value.Replace("own_", "__wasi_"))];
        foreach (string prototype in prototypes)
        {
            check.Append($"extern {prototype};\n");
        }

        using ScratchDirectory scratch = new();
        scratch.Write("own.h", header);
        scratch.Write("check.c", check.ToString());
        (_, string errors) = ExternalProgram.Clang.Run(
            scratch.Path, "--target=wasm32-wasi", "-std=c11", "-Wall", "-Wextra", "-pedantic", "-fsyntax-only", "check.c");
        return new Comparison(errors, ownTypes.Count, offsets.Count, constants.Count, prototypes.Length);
    }

    [GeneratedRegex(@"\b__wasi_(\w+_t)\b")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"^(?:typedef .*|\} )own_(\w+_t);$", RegexOptions.Multiline)]
    private static partial Regex OwnTypePattern();

    [GeneratedRegex(@"offsetof\(own_(\w+_t), (\w+)\)")]
    private static partial Regex OffsetPattern();

    [GeneratedRegex(@"^#define __WASI_(\w+) ", RegexOptions.Multiline)]
    private static partial Regex ConstantPattern();

    [GeneratedRegex(@"^#define OWN_(\w+) \(", RegexOptions.Multiline)]
    private static partial Regex OwnConstantPattern();

    [GeneratedRegex(@"^static inline.*\n(\S+ own_(\w+)\(.*\)) \{$", RegexOptions.Multiline)]
    private static partial Regex PrototypePattern();

    private sealed record Comparison(string Errors, int Types, int Offsets, int Constants, int Prototypes);
}
