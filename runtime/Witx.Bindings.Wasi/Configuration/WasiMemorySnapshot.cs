using System;
using Witx.Bindings.Wasi.Vfs.Memory;

namespace Witx.Bindings.Wasi;

/// <summary>
/// The frozen content of a <see cref="WasiMemoryDirectory"/>, and the source of any number of writable views. Immutable and thread-safe.
/// </summary>
/// <example>
/// Prepares a directory once, and gives each run a view of its own:
/// <code>
/// WasiMemoryDirectory prepared = WasiDirectory.CreateInMemory();
/// WasiDirectory.FromHostPath("/srv/template").CopyTo(prepared);
/// WasiMemorySnapshot snapshot = prepared.CreateSnapshot();
/// foreach (string job in jobs)
/// {
///     program.Run(new WasiOptions { Arguments = ["tool", job], Mounts = [new WasiMount("/", snapshot.CreateView())] });
/// }
/// </code>
/// </example>
public sealed class WasiMemorySnapshot
{
    private readonly DirectoryImage _root;
    private readonly ulong _lastInode;

    internal WasiMemorySnapshot(DirectoryImage root, ulong lastInode) => (_root, _lastInode) = (root, lastInode);

    /// <summary>Creates a writable directory that starts with the content of the snapshot.</summary>
    /// <param name="quota">
    /// The limit on what guests add and change, or null for the defaults of <see cref="WasiQuota"/> (256 MiB, 65,536 names). Content of the
    /// snapshot does not count. A page of 64 KiB of a file counts when it is first changed.
    /// </param>
    /// <param name="time">The clock for file timestamps, or null for <see cref="TimeProvider.System"/>.</param>
    /// <remarks>
    /// Takes the same time for any snapshot. A view can be the source of a snapshot in turn: no access becomes slower by the number of
    /// snapshots between a view and the directory that it began with.
    /// </remarks>
    public WasiMemoryDirectory CreateView(WasiQuota? quota = null, TimeProvider? time = null) =>
        WasiMemoryDirectory.Create(_root, _lastInode, quota, time);
}
