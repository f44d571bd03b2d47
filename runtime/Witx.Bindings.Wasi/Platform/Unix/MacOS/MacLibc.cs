using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>Functions of macOS. On x64 the ones with 64-bit inode numbers have the suffix <c>$INODE64</c>.</summary>
internal static unsafe partial class MacLibc
{
    private const string Library = "libc";

    private static bool Arm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    internal static int Stat(HostHandle file, MacStat* stat) => Arm64 ? StatArm64(file, stat) : StatX64(file, stat);

    internal static int StatAt(HostHandle directory, byte* name, MacStat* stat, int flags) =>
        Arm64 ? StatAtArm64(directory, name, stat, flags) : StatAtX64(directory, name, stat, flags);

    /// <summary>
    /// Opens an entry. On arm64 variadic arguments are passed on the stack: five unused arguments fill the registers before them.
    /// </summary>
    internal static int OpenAt(HostHandle directory, byte* name, int flags, uint mode) =>
        Arm64 ? OpenAtArm64(directory, name, flags, 0, 0, 0, 0, 0, (nint)mode) : OpenAtX64(directory, name, flags, mode);

    internal static nint OpenStream(int descriptor) => Arm64 ? OpenStreamArm64(descriptor) : OpenStreamX64(descriptor);

    internal static MacEntry* ReadStream(nint stream) => Arm64 ? ReadStreamArm64(stream) : ReadStreamX64(stream);

    [LibraryImport(Library, EntryPoint = "closedir", SetLastError = true)]
    internal static partial int CloseStream(nint stream);

    /// <summary>Calls <c>fcntl</c>, which is variadic, with a command that takes no argument.</summary>
    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Control(HostHandle file, int command);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, uint count, int timeout);

    [LibraryImport(Library, EntryPoint = "fstat", SetLastError = true)]
    private static partial int StatArm64(HostHandle file, MacStat* stat);

    [LibraryImport(Library, EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int StatX64(HostHandle file, MacStat* stat);

    [LibraryImport(Library, EntryPoint = "fstatat", SetLastError = true)]
    private static partial int StatAtArm64(HostHandle directory, byte* name, MacStat* stat, int flags);

    [LibraryImport(Library, EntryPoint = "fstatat$INODE64", SetLastError = true)]
    private static partial int StatAtX64(HostHandle directory, byte* name, MacStat* stat, int flags);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtArm64(
        HostHandle directory, byte* name, int flags, nint unused3, nint unused4, nint unused5, nint unused6, nint unused7, nint mode);

    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAtX64(HostHandle directory, byte* name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenStreamArm64(int descriptor);

    [LibraryImport(Library, EntryPoint = "fdopendir$INODE64", SetLastError = true)]
    private static partial nint OpenStreamX64(int descriptor);

    [LibraryImport(Library, EntryPoint = "readdir", SetLastError = true)]
    private static partial MacEntry* ReadStreamArm64(nint stream);

    [LibraryImport(Library, EntryPoint = "readdir$INODE64", SetLastError = true)]
    private static partial MacEntry* ReadStreamX64(nint stream);
}
