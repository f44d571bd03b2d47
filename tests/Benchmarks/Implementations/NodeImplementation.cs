using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Benchmarks.Scenarios;

namespace Benchmarks.Implementations;

/// <summary>The WASI implementation of Node.js, in a separate process that runs one sample at a time.</summary>
internal sealed class NodeImplementation : Implementation
{
    private const int Entries = 10_000;

    private readonly ScratchDirectory _files;
    private readonly Process _node;

    private NodeImplementation(ScratchDirectory files, Process node)
        : base("node:wasi") => (_files, _node) = (files, node);

    /// <summary>Starts Node.js. Returns null if it is not installed.</summary>
    internal static NodeImplementation? Start()
    {
        ScratchDirectory files = new();
        ProcessStartInfo start = new("node", ["--no-warnings", Guests.GetPath("node.mjs"), Guests.GetPath(Guests.Wasi), files.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            NodeImplementation implementation = new(files, Process.Start(start)!);
            if (implementation.Request("prepare", Entries) is { Error: 0 })
            {
                return implementation;
            }

            implementation.Dispose();
        }
        catch (Win32Exception)
        {
            // There is no 'node' in PATH.
            files.Dispose();
        }

        return null;
    }

    internal override Measurement? Run(Scenario scenario, int count) =>
        scenario.Setup == Setup.Files && Request(scenario.Call, count) is { Error: 0 } reply
            ? new Measurement(reply.Nanoseconds / count, 0)
            : null;

    public override void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        _files.Dispose();
    }

    private (double Nanoseconds, int Error)? Request(string scenario, int count)
    {
        _node.StandardInput.WriteLine($"{scenario} {count}");
        string[]? reply = _node.StandardOutput.ReadLine()?.Split(' ');
        return reply is [string nanoseconds, string error]
            ? (double.Parse(nanoseconds, CultureInfo.InvariantCulture), int.Parse(error, CultureInfo.InvariantCulture))
            : null;
    }
}
