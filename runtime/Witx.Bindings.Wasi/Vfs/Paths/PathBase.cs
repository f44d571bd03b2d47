using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>Where a path starts.</summary>
/// <param name="Directory">The directory that relative paths start in and do not leave.</param>
/// <param name="Mount">The mount that it was opened below.</param>
/// <param name="Root">Where absolute paths and links start; null where they are <c>perm</c>, as in preview1.</param>
internal readonly record struct PathBase(DirectoryInode Directory, Mount? Mount = null, MountTreeDirectory? Root = null);
