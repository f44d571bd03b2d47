using System.Runtime.InteropServices;

namespace Witx.Bindings.Wasi.Platform.Unix.MacOS;

/// <summary>Moves data by macOS's own calls.</summary>
internal static unsafe partial class MacIo
{
    private const string Library = "libc";

    /// <summary>Moves what one call moves.</summary>
    /// <param name="transfer">How.</param>
    /// <param name="single">Whether the data is one buffer.</param>
    /// <param name="file">The open file.</param>
    /// <param name="data">The buffer or the vectors.</param>
    /// <param name="count">The length of the buffer or the number of vectors.</param>
    /// <param name="offset">Where in the file, for those that say.</param>
    internal static nint Move(Transfer transfer, bool single, HostHandle file, void* data, nuint count, long offset)
    {
        HandleLease held = new(file);
        return held.End(single
            ? transfer switch
            {
                Transfer.ReadAt => ReadAt(held.Number, data, count, offset),
                Transfer.WriteAt => WriteAt(held.Number, data, count, offset),
                Transfer.Read => Read(held.Number, data, count),
                _ => Write(held.Number, data, count),
            }
            : transfer switch
            {
                Transfer.ReadAt => ReadVectorsAt(held.Number, data, (int)count, offset),
                Transfer.WriteAt => WriteVectorsAt(held.Number, data, (int)count, offset),
                Transfer.Read => ReadVectors(held.Number, data, (int)count),
                _ => WriteVectors(held.Number, data, (int)count),
            });
    }

    [LibraryImport(Library, EntryPoint = "read")]
    private static partial nint Read(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    private static partial nint Write(int file, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "pread")]
    private static partial nint ReadAt(int file, void* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "pwrite")]
    private static partial nint WriteAt(int file, void* buffer, nuint length, long offset);

    [LibraryImport(Library, EntryPoint = "readv")]
    private static partial nint ReadVectors(int file, void* vectors, int count);

    [LibraryImport(Library, EntryPoint = "writev")]
    private static partial nint WriteVectors(int file, void* vectors, int count);

    [LibraryImport(Library, EntryPoint = "preadv")]
    private static partial nint ReadVectorsAt(int file, void* vectors, int count, long offset);

    [LibraryImport(Library, EntryPoint = "pwritev")]
    private static partial nint WriteVectorsAt(int file, void* vectors, int count, long offset);
}
