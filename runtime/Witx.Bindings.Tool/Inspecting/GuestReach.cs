using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Witx.Bindings.Tool;

/// <summary>Tells from the functions of WASI that a program imports which parts of a host it could use, if a run grants them.</summary>
internal static class GuestReach
{
    private static readonly ImmutableArray<(string Prefix, string Part)> s_parts =
    [
        ("args_", "arguments"),
        ("environ_", "environment variables"),
        ("path_", "files and directories"),
        ("fd_readdir", "files and directories"),
        ("sock_", "network"),
        ("port_", "network"),
        ("resolve", "network"),
        ("clock_", "clocks"),
        ("poll_oneoff", "clocks"),
        ("random_get", "random numbers"),
        ("tty_", "terminal"),
        ("proc_fork", "processes"),
        ("proc_exec", "processes"),
        ("proc_spawn", "processes"),
        ("proc_signal", "signals"),
        ("proc_raise", "signals"),
        ("thread_spawn", "threads"),
        ("thread-spawn", "threads"),
    ];

    /// <summary>Lists the parts in a fixed order. Standard streams and other descriptors that a run passes are always in reach.</summary>
    public static IEnumerable<string> Find(IEnumerable<string> functions) =>
        s_parts.Where(part => functions.Any(function => function.StartsWith(part.Prefix, StringComparison.Ordinal)))
            .Select(static part => part.Part)
            .Distinct();
}
