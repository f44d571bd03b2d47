namespace Witx.Bindings.Wasi;

/// <summary>Where a path starts.</summary>
/// <param name="Directory">The directory that relative paths start in and do not leave.</param>
/// <param name="Mount">The mount that it was opened below.</param>
/// <param name="Root">Where absolute paths and links start; null where they are <c>perm</c>, as in preview1.</param>
internal readonly record struct PathStart(DirectoryInode Directory, Mount? Mount = null, RootDirectory? Root = null);
