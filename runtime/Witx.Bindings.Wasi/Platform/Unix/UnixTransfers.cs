using System;
using Witx.Bindings.Wasi.Platform.Unix.Linux;
using Witx.Bindings.Wasi.Platform.Unix.MacOS;

namespace Witx.Bindings.Wasi.Platform.Unix;

/// <summary>A system call that moves data between a file descriptor and memory, for one buffer and for several.</summary>
/// <remarks>A type parameter instead of an argument: the JIT compiles one method for each system call.</remarks>
internal unsafe interface IUnixTransfer
{
    /// <summary>True if data moves from the file to memory.</summary>
    static abstract bool IsRead { get; }

    /// <summary>Moves one buffer.</summary>
    /// <param name="file">The file descriptor.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="length">The length of the buffer in bytes.</param>
    /// <param name="offset">The offset in the file. Calls without an offset ignore it.</param>
    /// <returns>The number of bytes moved, or -1; then errno is set.</returns>
    static abstract nint Move(int file, void* buffer, nuint length, long offset);

    /// <summary>Moves several buffers.</summary>
    /// <param name="file">The file descriptor.</param>
    /// <param name="vectors">An array of <c>struct iovec</c>.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="offset">The offset in the file. Calls without an offset ignore it.</param>
    /// <returns>The number of bytes moved, or -1; then errno is set.</returns>
    static abstract nint MoveVectors(int file, IoVector* vectors, int count, long offset);
}

/// <summary><c>read</c> and <c>readv</c>.</summary>
internal readonly unsafe struct ReadTransfer : IUnixTransfer
{
    public static bool IsRead => true;

    public static nint Move(int file, void* buffer, nuint length, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.Read(file, buffer, length) : MacIo.Read(file, buffer, length);

    public static nint MoveVectors(int file, IoVector* vectors, int count, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.ReadVectors(file, vectors, count) : MacIo.ReadVectors(file, vectors, count);
}

/// <summary><c>write</c> and <c>writev</c>.</summary>
internal readonly unsafe struct WriteTransfer : IUnixTransfer
{
    public static bool IsRead => false;

    public static nint Move(int file, void* buffer, nuint length, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.Write(file, buffer, length) : MacIo.Write(file, buffer, length);

    public static nint MoveVectors(int file, IoVector* vectors, int count, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.WriteVectors(file, vectors, count) : MacIo.WriteVectors(file, vectors, count);
}

/// <summary><c>pread</c> and <c>preadv</c>.</summary>
internal readonly unsafe struct ReadAtTransfer : IUnixTransfer
{
    public static bool IsRead => true;

    public static nint Move(int file, void* buffer, nuint length, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.ReadAt(file, buffer, length, offset) : MacIo.ReadAt(file, buffer, length, offset);

    public static nint MoveVectors(int file, IoVector* vectors, int count, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.ReadVectorsAt(file, vectors, count, offset) : MacIo.ReadVectorsAt(file, vectors, count, offset);
}

/// <summary><c>pwrite</c> and <c>pwritev</c>.</summary>
internal readonly unsafe struct WriteAtTransfer : IUnixTransfer
{
    public static bool IsRead => false;

    public static nint Move(int file, void* buffer, nuint length, long offset) =>
        OperatingSystem.IsLinux() ? LinuxIo.WriteAt(file, buffer, length, offset) : MacIo.WriteAt(file, buffer, length, offset);

    public static nint MoveVectors(int file, IoVector* vectors, int count, long offset) =>
        OperatingSystem.IsLinux()
            ? LinuxIo.WriteVectorsAt(file, vectors, count, offset)
            : MacIo.WriteVectorsAt(file, vectors, count, offset);
}

/// <summary><c>pwritev2</c> with <c>RWF_APPEND</c>, which Linux alone has: writes at the current end of the file.</summary>
internal readonly unsafe struct AppendTransfer : IUnixTransfer
{
    public static bool IsRead => false;

    public static nint Move(int file, void* buffer, nuint length, long offset) => throw new NotSupportedException();

    public static nint MoveVectors(int file, IoVector* vectors, int count, long offset) => LinuxIo.AppendVectors(file, vectors, count);
}
