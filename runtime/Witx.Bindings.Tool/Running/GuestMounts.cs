using System.Collections.Generic;
using System.Linq;
using Witx.Bindings.Wasi;

namespace Witx.Bindings.Tool;

/// <summary>The mounts of a guest.</summary>
internal static class GuestMounts
{
    private const string Devices = "/dev";

    /// <summary>Creates the mounts of the options, and that of the virtual devices unless an option has its path.</summary>
    public static IEnumerable<WasiMount> Create(RunOptions options)
    {
        WasiMount[] mounts =
        [
            .. options.Directories.Select(static directory => new WasiMount(directory.Guest, WasiDirectory.FromHostPath(directory.Host))
            {
                IsReadOnly = directory.IsReadOnly,
                AllowExecution = directory.AllowsExecution,
            }),
            .. options.MemoryDirectories.Select(static guest => new WasiMount(guest, WasiDirectory.CreateInMemory())),
        ];
        bool hasDevices = options.HasDevices && !mounts.Any(static mount => mount.GuestPath.TrimEnd('/') == Devices);
        return hasDevices ? mounts.Append(new WasiMount(Devices, WasiDirectory.Devices) { IsPreopened = false }) : mounts;
    }
}
