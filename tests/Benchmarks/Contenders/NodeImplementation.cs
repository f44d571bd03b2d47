using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Benchmarks.Rows;

namespace Benchmarks.Contenders;

/// <summary>Node's own WASI, in a process of its own that is asked for one lap at a time.</summary>
internal sealed class NodeImplementation : Implementation
{
    private const int Entries = 10_000;

    private readonly ScratchDirectory _files;
    private readonly Process _node;

    private NodeImplementation(ScratchDirectory files, Process node)
        : base("node:wasi") => (_files, _node) = (files, node);

    /// <summary>Starts it. Null where there is no node.</summary>
    internal static NodeImplementation? Start()
    {
        ScratchDirectory files = new();
        ProcessStartInfo start = new("node", ["--no-warnings", Guests.PathOf("node.mjs"), Guests.PathOf(Guests.Wasi), files.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            NodeImplementation contender = new(files, Process.Start(start)!);
            if (contender.Ask("prepare", Entries) is { Error: 0 })
            {
                return contender;
            }

            contender.Dispose();
        }
        catch (Win32Exception)
        {
            // There is no such program.
            files.Dispose();
        }

        return null;
    }

    internal override Measurement? Run(Scenario row, int count) =>
        row.Scene == Scene.Files && Ask(row.Call, count) is { Error: 0 } answer ? new Measurement(answer.Nanoseconds / count, 0) : null;

    public override void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        _files.Dispose();
    }

    private (double Nanoseconds, int Error)? Ask(string row, int count)
    {
        _node.StandardInput.WriteLine($"{row} {count}");
        string[]? answer = _node.StandardOutput.ReadLine()?.Split(' ');
        return answer is [string nanoseconds, string error]
            ? (double.Parse(nanoseconds, CultureInfo.InvariantCulture), int.Parse(error, CultureInfo.InvariantCulture))
            : null;
    }
}
