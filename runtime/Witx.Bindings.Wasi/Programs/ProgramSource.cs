using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>A program before it is compiled. A file is read when it is wanted: one that is found compiled never is in memory.</summary>
internal sealed class ProgramSource
{
    private const int ChunkLength = 1 << 17;

    private readonly string? _path;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal ProgramSource(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            _path = Path.GetFullPath(path);
            return;
        }

        // A pipe is read once.
        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        _bytes = bytes.ToArray();
    }

    internal ProgramSource(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>All of it.</summary>
    internal ReadOnlyMemory<byte> Read() => _path is null ? _bytes : File.ReadAllBytes(_path);

    /// <summary>Adds all of it to a hash.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        if (_path is null)
        {
            hash.AppendData(_bytes.Span);
            return;
        }

        using SafeFileHandle file = File.OpenHandle(_path);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        for (long offset = 0; RandomAccess.Read(file, chunk, offset) is > 0 and int read; offset += read)
        {
            hash.AppendData(chunk.AsSpan(0, read));
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }
}
