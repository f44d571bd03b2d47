using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests;

/// <summary>Traces the system calls of this process on one file with <c>strace</c>.</summary>
internal sealed class Strace : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private Strace(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>Starts tracing.</summary>
    /// <param name="path">The file. Calls on other files are neither traced nor changed.</param>
    /// <param name="calls">The system calls to trace, separated by commas.</param>
    /// <param name="injection">An error to inject, in the syntax of <c>strace -e inject=</c>, or null.</param>
    /// <remarks>Skips the running test if this process cannot be traced.</remarks>
    internal static Strace Attach(string path, string calls, string? injection = null)
    {
        string log = path + ".strace";
        ProcessStartInfo start = new("strace") { RedirectStandardError = true };
        string[] arguments = ["-f", "-p", $"{Environment.ProcessId}", "-e", $"trace={calls}", "-P", path, "-o", log];
        Array.ForEach(arguments, start.ArgumentList.Add);
        if (injection is not null)
        {
            start.ArgumentList.Add("-e");
            start.ArgumentList.Add("inject=" + injection);
        }

        Process? process = null;
        string? reason;
        try
        {
            process = Process.Start(start)!;
            reason = process.StandardError.ReadLine();
        }
        catch (Win32Exception)
        {
            reason = "'strace' is not in PATH.";
        }

        if (process is null || reason?.Contains("attached", StringComparison.Ordinal) != true)
        {
            process?.WaitForExit();
            process?.Dispose();
            Assert.Skip($"strace cannot trace the system calls of this process: {reason ?? "it ended at once"}");
        }

        return new Strace(process, log);
    }

    /// <summary>Stops tracing.</summary>
    /// <returns>The traced calls, one in each line.</returns>
    internal string[] Detach()
    {
        using (Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]))
        {
            kill.WaitForExit();
        }

        _process.WaitForExit();
        return [.. File.ReadAllLines(_log, Encoding.Latin1).Where(static line => line.Contains('(', StringComparison.Ordinal))];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _ = Detach();
        }

        _process.Dispose();
    }
}
