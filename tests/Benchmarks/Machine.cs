using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wasmtime;

namespace Benchmarks;

/// <summary>Describes the machine and the versions of a measurement.</summary>
internal static class Machine
{
    internal static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription} "
        + $"({(RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "NativeAOT")}); Wasmtime .NET {Version}";

    private static string Version =>
        typeof(Engine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    private static string Processor
    {
        get
        {
            const string Source = "/proc/cpuinfo";
            string? line = File.Exists(Source)
                ? File.ReadLines(Source).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
