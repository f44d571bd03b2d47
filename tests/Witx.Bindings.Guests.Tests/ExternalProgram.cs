using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Witx.Bindings.Testing;
using Xunit;

namespace Witx.Bindings.Guests.Tests;

/// <summary>A compiler that tests run if the machine has it.</summary>
/// <param name="path">The path of its executable; null if there is none.</param>
/// <param name="reason">Why tests are skipped without it.</param>
internal sealed class ExternalProgram(string? path, string reason)
{
    /// <summary>Gets clang with the headers of wasi-libc.</summary>
    public static ExternalProgram Clang { get; } = new(
        SearchPath.FindAll("clang").FirstOrDefault(static _ => File.Exists("/usr/include/wasm32-wasi/wasi/api.h")),
        "Compiling a C guest needs 'clang' in PATH and the headers of the package 'wasi-libc'.");

    /// <summary>Gets a Rust compiler that has the core library for WebAssembly.</summary>
    public static ExternalProgram Rustc { get; } = new(
        SearchPath.FindAll("rustc").FirstOrDefault(static path => new ExternalProgram(path, "").HasWebAssembly()),
        "Compiling a Rust guest needs 'rustc' in PATH and the package 'libstd-rust-dev-wasm32'.");

    /// <summary>Skips the running test if the program is missing.</summary>
    public void SkipIfMissing() => Assert.SkipWhen(path is null, reason);

    /// <summary>Runs the program, and returns its exit code and its errors.</summary>
    public (int ExitCode, string Errors) Run(string folder, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(path!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }

    private bool HasWebAssembly()
    {
        ProcessStartInfo start = new(path!, ["--print", "sysroot"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string root = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode is 0 && Directory.Exists(Path.Combine(root, "lib", "rustlib", "wasm32-unknown-unknown", "lib"));
    }
}
