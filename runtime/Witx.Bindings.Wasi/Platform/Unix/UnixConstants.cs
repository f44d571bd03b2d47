using System;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>Constants that have the same name on every Unix, but different values.</summary>
internal sealed class UnixConstants
{
    internal static readonly UnixConstants Current = OperatingSystem.IsMacOS() ? MacConstants.Values : LinuxConstants.Values;

    internal required int OpenCreate { get; init; }
    internal required int OpenExclusive { get; init; }
    internal required int OpenTruncate { get; init; }
    internal required int OpenNonBlocking { get; init; }
    internal required int OpenDirectory { get; init; }
    internal required int OpenNoFollow { get; init; }
    internal required int OpenCloseOnExec { get; init; }
    internal required int OpenNoTerminal { get; init; }
    internal required int OpenDataSync { get; init; }
    internal required int OpenSync { get; init; }

    /// <summary>Opens a directory only to resolve names below it: <c>O_PATH</c> on Linux, 0 on macOS.</summary>
    internal required int OpenForTraversal { get; init; }
    internal required int AtWorkingDirectory { get; init; }
    internal required int AtNoFollow { get; init; }
    internal required int AtRemoveDirectory { get; init; }
    internal required long TimeNow { get; init; }
    internal required long TimeOmit { get; init; }
    internal required int ClockMonotonic { get; init; }
    internal required int ClockProcess { get; init; }
    internal required int ClockThread { get; init; }

    /// <summary>Converts open options to the flags of <c>open(2)</c>.</summary>
    internal int ToOpenFlags(HostOpen open)
    {
        // An open must not wait for the other end of a FIFO, nor make a terminal the controlling one of the host.
        int flags = OpenCloseOnExec | OpenNoTerminal | OpenNonBlocking;
        flags |= (open & (HostOpen.Read | HostOpen.Write)) switch
        {
            HostOpen.Write => 1,
            HostOpen.Read | HostOpen.Write => 2,
            _ => 0,
        };
        flags |= open.HasFlag(HostOpen.Create) ? OpenCreate : 0;
        flags |= open.HasFlag(HostOpen.Exclusive) ? OpenExclusive : 0;
        flags |= open.HasFlag(HostOpen.Truncate) ? OpenTruncate : 0;
        flags |= open.HasFlag(HostOpen.Directory) ? OpenDirectory : 0;
        flags |= open.HasFlag(HostOpen.Follow) ? 0 : OpenNoFollow;
        flags |= open.HasFlag(HostOpen.DataSync) ? OpenDataSync : 0;
        flags |= open.HasFlag(HostOpen.Sync) ? OpenSync : 0;
        return flags;
    }
}
