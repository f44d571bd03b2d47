namespace Witx.Bindings.Wasi;

/// <summary>A directory under the path by which guests know it. Every file opened below it carries it.</summary>
/// <param name="guestPath">UTF-8.</param>
/// <param name="directory">The directory.</param>
internal sealed class Mount(byte[] guestPath, DirectoryInode directory)
{
    internal byte[] GuestPath { get; } = guestPath;

    internal DirectoryInode Directory { get; } = directory;
}
