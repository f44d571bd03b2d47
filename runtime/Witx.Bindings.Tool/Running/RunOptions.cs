using System;
using System.Collections.Generic;

namespace Witx.Bindings.Tool;

/// <summary>What <c>witx run</c> is asked to do. A guest has nothing that is not named here.</summary>
internal sealed record RunOptions
{
    /// <summary>The module's file, binary or text.</summary>
    public required string Module { get; init; }

    /// <summary>What follows the module: the guest's own arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The directories of the host that the guest is given.</summary>
    public IReadOnlyList<DirectorySpec> Directories { get; init; } = [];

    /// <summary>The guest's paths of directories that are empty at first and gone at the end.</summary>
    public IReadOnlyList<string> MemoryDirectories { get; init; } = [];

    /// <summary>The guest's environment.</summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    /// <summary>The file that the guest reads as its standard input; null for the command's own.</summary>
    public string? Stdin { get; init; }

    /// <summary>Whether each call of the guest's is printed.</summary>
    public bool IsTraced { get; init; }

    /// <summary>The bytes that the guest's memories may take; null for no bound but theirs.</summary>
    public long? MaxMemory { get; init; }

    /// <summary>How long the guest may run; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }
}
