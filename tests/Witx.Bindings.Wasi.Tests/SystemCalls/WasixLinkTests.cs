using System;
using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi.Tests.Guests;
using Witx.Bindings.Wasmtime;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>Linking of modules that import the WASIX namespaces.</summary>
public sealed class WasixLinkTests : IDisposable
{
    private readonly WasiHost _host = new();

    public static TheoryData<string> Namespaces => [.. WasixImports.Namespaces];

    /// <summary>The functions with two signatures, and the older signature of each.</summary>
    public static TheoryData<string, string> OldSignatures => new()
    {
        { "thread_spawn", "(i64 i64 i64 i32 i32) -> (i32)" },
        { "proc_join", "(i32 i32) -> (i32)" },
        { "sock_accept", "(i32 i32 i32) -> (i32)" },
        { "thread_local_create", "(i64 i32) -> (i32)" },
        { "thread_local_destroy", "(i32) -> (i32)" },
        { "thread_local_set", "(i32 i64) -> (i32)" },
        { "thread_local_get", "(i32 i32) -> (i32)" },
    };

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Namespaces))]
    public void WasixModule_ImportsEveryFunction_Links(string module)
    {
        IReadOnlyDictionary<string, string> imports = WasixImports.Get(module);
        Assert.Equal(140, imports.Count);
        Assert.Equal(0, Run(module, string.Concat(imports.Select(import => WasixImports.FormatImport(module, import.Key, import.Value)))));
    }

    [Theory]
    [MemberData(nameof(OldSignatures))]
    public void WasixModule_FunctionWithTwoSignatures_LinksBySignature(string name, string type)
    {
        const string Module = "wasix_32v1";
        Assert.Equal(0, Run(Module, WasixImports.FormatImport(Module, name, type)));
        if (WasixImports.Get(Module).TryGetValue(name, out string? current))
        {
            Assert.NotEqual(type, current);
            Assert.Equal(0, Run(Module, WasixImports.FormatImport(Module, name, type) + WasixImports.FormatImport(Module, name, current)));
        }
    }

    [Fact]
    public void WasixModule_UnknownImports_AreReportedTogetherBeforeItRuns()
    {
        WasiProgramException exception = Assert.Throws<WasiProgramException>(() => Run(
            "wasix_32v1",
            WasixImports.FormatImport("wasix_32v1", "fd_dup", "(i32) -> (i32)")
            + WasixImports.FormatImport("wasix_32v1", "fd_dup", "(i32 i32) -> (i32)")
            + WasixImports.FormatImport("wasix_32v1", "coroutine_create", "() -> ()")
            + WasixImports.FormatImport("wasix_32v2", "fd_dup", "(i32 i32) -> (i32)")));
        Assert.Equal(3, Assert.IsType<UnresolvedImportsException>(exception.InnerException).Imports.Count);
    }

    private int Run(string module, string imports)
    {
        string address = module.Contains("64", StringComparison.Ordinal) ? "i64 " : "";
        using WasiProgram program = _host.Load(
            "guest",
            System.Text.Encoding.UTF8.GetBytes($"(module {imports} (memory (export \"memory\") {address}1) (func (export \"_start\")))"));
        return program.Run(new WasiOptions()).ExitCode;
    }
}
