using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Benchmarks.Async;

/// <summary>Threads and processes in native C code, which the C compiler of the machine compiles.</summary>
internal sealed class NativeTimes : IDisposable
{
    private readonly ScratchDirectory _directory;
    private readonly string _path;

    private NativeTimes(ScratchDirectory directory, string path) => (_directory, _path) = (directory, path);

    /// <summary>Compiles <c>nativetimes.c</c>. Returns null if there is no C compiler.</summary>
    internal static NativeTimes? Compile()
    {
        ScratchDirectory directory = new();
        string path = Path.Combine(directory.Path, "nativetimes");
        try
        {
            using Process compiler = Process.Start("cc", ["-O2", "-pthread", "-o", path, Guests.GetPath("nativetimes.c")]);
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
            {
                return new NativeTimes(directory, path);
            }
        }
        catch (Win32Exception)
        {
            // There is no 'cc' in PATH.
        }

        directory.Dispose();
        return null;
    }

    /// <summary>Runs the program, and returns the number that it prints: nanoseconds, or bytes.</summary>
    internal double Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(_path, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"'nativetimes {string.Join(' ', arguments)}' exited with {process.ExitCode}.");
    }

    public void Dispose() => _directory.Dispose();
}
