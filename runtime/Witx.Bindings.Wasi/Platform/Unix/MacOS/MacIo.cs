using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>Reads and writes by the functions of macOS's C library.</summary>
internal static unsafe partial class MacIo
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "read")]
    internal static partial nint Read(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    internal static partial nint Write(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pread")]
    internal static partial nint ReadAt(int file, void* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite")]
    internal static partial nint WriteAt(int file, void* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "readv")]
    internal static partial nint ReadVectors(int file, IoVector* vectors, int count);

    [LibraryImport(Library, EntryPoint = "writev")]
    internal static partial nint WriteVectors(int file, IoVector* vectors, int count);

    [LibraryImport(Library, EntryPoint = "preadv")]
    internal static partial nint ReadVectorsAt(int file, IoVector* vectors, int count, long offset);

    [LibraryImport(Library, EntryPoint = "pwritev")]
    internal static partial nint WriteVectorsAt(int file, IoVector* vectors, int count, long offset);
}
