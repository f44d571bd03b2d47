using System;
using System.Collections.Generic;

namespace Witx.Bindings.Tool;

/// <summary>The options of <c>witx run</c>. A guest cannot access anything that they do not name.</summary>
internal sealed record RunOptions
{
    /// <summary>The path of the module, in the binary or the text format.</summary>
    public required string Module { get; init; }

    /// <summary>The arguments of the guest: the words after the module.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The host directories that the guest can access.</summary>
    public IReadOnlyList<DirectorySpec> Directories { get; init; } = [];

    /// <summary>The guest paths of directories in memory, which are empty at the start and deleted at the end.</summary>
    public IReadOnlyList<string> MemoryDirectories { get; init; } = [];

    /// <summary>False if the guest has no virtual devices under <c>/dev</c>.</summary>
    public bool HasDevices { get; init; } = true;

    /// <summary>The programs that the guest can execute.</summary>
    public IReadOnlyList<ProgramSpec> Programs { get; init; } = [];

    /// <summary>The environment variables of the guest.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    /// <summary>The path of the guest's standard input; null for the standard input of the command.</summary>
    public string? Stdin { get; init; }

    /// <summary>True to print each system call of the guest.</summary>
    public bool IsTraced { get; init; }

    /// <summary>The path of the file for the trace; null for the standard error of the command.</summary>
    public string? TraceFile { get; init; }

    /// <summary>The patterns of the functions to trace (<see cref="CallFilter"/>); empty for all.</summary>
    public IReadOnlyList<string> TracedCalls { get; init; } = [];

    /// <summary>The directory in which the guest starts; null for the root directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The maximum size of the guest's memory in bytes; null for the default of <see cref="Wasi.WasiLimits.MaxMemory"/>.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>The time after which the guest is stopped; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The number of instructions after which the guest is stopped; null for no limit.</summary>
    public long? Fuel { get; init; }

    /// <summary>The export to call instead of <c>_start</c>; null to run a command.</summary>
    public string? Invoke { get; init; }

    /// <summary>True to give the guest the environment variables of the command, before <see cref="Environment"/>.</summary>
    public bool InheritsEnvironment { get; init; }

    /// <summary>The hosts that the guest can connect to.</summary>
    public IReadOnlyList<NetworkSpec> Outbound { get; init; } = [];

    /// <summary>The addresses that the guest can listen on.</summary>
    public IReadOnlyList<NetworkSpec> Inbound { get; init; } = [];

    /// <summary>True to print the resources that the guest used.</summary>
    public bool ShowsStatistics { get; init; }

    /// <summary>False to print no warnings about the guest.</summary>
    public bool ShowsWarnings { get; init; } = true;

    /// <summary>False to compile the program without the cache.</summary>
    public bool UsesCache { get; init; } = true;
}
