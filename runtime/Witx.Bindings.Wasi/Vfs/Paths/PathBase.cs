using Witx.Bindings.Wasi.Vfs.Mounts;

namespace Witx.Bindings.Wasi.Vfs.Paths;

/// <summary>The directories that relative and absolute paths are resolved from.</summary>
/// <param name="Directory">
/// The directory that relative paths start in. They cannot leave it, except through an absolute symbolic link.
/// </param>
/// <param name="Mount">The mount that contains <paramref name="Directory"/>, or null if it is in none.</param>
/// <param name="Root">
/// The root directory of absolute paths and links. If it is null, they fail with <c>Errno.Perm</c> (EPERM), as in preview1.
/// </param>
internal readonly record struct PathBase(DirectoryInode Directory, Mount? Mount = null, MountTreeDirectory? Root = null);
