using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;

namespace Witx.Bindings.Wasi;

/// <summary>A program before it is compiled. A file is held open: of a program that is found compiled nothing stays in memory.</summary>
internal sealed class ProgramText : IDisposable
{
    private const int ChunkLength = 1 << 17;

    private readonly FileStream? _file;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    internal ProgramText(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (file.CanSeek)
        {
            _file = file;
            return;
        }

        // A pipe is read once.
        using MemoryStream bytes = new();
        using (file)
        {
            file.CopyTo(bytes);
        }

        _bytes = bytes.ToArray();
    }

    internal ProgramText(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>All of it.</summary>
    internal ReadOnlyMemory<byte> Read()
    {
        if (_file is null)
        {
            return _bytes;
        }

        byte[] bytes = new byte[_file.Length];
        int length = 0;
        while (length < bytes.Length && RandomAccess.Read(_file.SafeFileHandle, bytes.AsSpan(length), length) is > 0 and int read)
        {
            length += read;
        }

        return bytes.AsMemory(0, length);
    }

    /// <summary>Adds all of it to a hash.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        if (_file is null)
        {
            hash.AppendData(_bytes.Span);
            return;
        }

        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        for (long offset = 0; RandomAccess.Read(_file.SafeFileHandle, chunk, offset) is > 0 and int read; offset += read)
        {
            hash.AppendData(chunk.AsSpan(0, read));
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }

    public void Dispose() => _file?.Dispose();
}
