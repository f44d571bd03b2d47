using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Witx.Bindings.Wasi.Programs;

/// <summary>The source of a program: a WebAssembly module in memory or in a file. A file is read only if it must be compiled.</summary>
internal sealed class ProgramSource
{
    private const int ChunkLength = 1 << 17;

    private readonly string? _path;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Opens a file to check that it can be read. A pipe is read now, because it can be read only once.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The current user may not read the file.</exception>
    internal ProgramSource(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            _path = Path.GetFullPath(path);
            return;
        }

        using MemoryStream bytes = new();
        file.CopyTo(bytes);
        _bytes = bytes.ToArray();
    }

    internal ProgramSource(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>Returns the whole module.</summary>
    internal ReadOnlyMemory<byte> Read() => _path is null ? _bytes : File.ReadAllBytes(_path);

    /// <summary>Opens a stream over the module, which can seek.</summary>
    internal Stream OpenRead() => _path is not null ? File.OpenRead(_path)
        : MemoryMarshal.TryGetArray(_bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(_bytes.ToArray(), writable: false);

    /// <summary>True if the source contains one of several texts, such as names of imports.</summary>
    internal bool ContainsAny(params ReadOnlySpan<byte[]> texts) => _path is null
        ? ContainsAny(_bytes.Span, texts)
        : FileContainsAny(_path, texts);

    /// <summary>Adds the whole module to a hash.</summary>
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

    private static bool ContainsAny(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte[]> texts)
    {
        foreach (byte[] text in texts)
        {
            if (bytes.IndexOf(text) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool FileContainsAny(string path, ReadOnlySpan<byte[]> texts)
    {
        // A chunk starts before the end of the one before, because a text can lie across both.
        int overlap = 0;
        foreach (byte[] text in texts)
        {
            overlap = Math.Max(overlap, text.Length - 1);
        }

        using SafeFileHandle file = File.OpenHandle(path);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkLength);
        bool isFound = false;
        for (long offset = 0; !isFound && RandomAccess.Read(file, chunk, offset) is var read && read > overlap; offset += read - overlap)
        {
            isFound = ContainsAny(chunk.AsSpan(0, read), texts);
        }

        ArrayPool<byte>.Shared.Return(chunk);
        return isFound;
    }
}
