using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>
/// The contents of a file in memory, in pages of 64 KiB that are allocated when they are first written. Holes read as zeros.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Pages
{
    private const int PageSize = 64 * 1024;
    private const int FirstSize = 256;

    // By page number. An array may be shorter than a page: the rest of the page has not been written yet.
    private readonly Dictionary<ulong, byte[]> _pages = [];

    /// <summary>The length of the file in bytes.</summary>
    internal ulong Length { get; private set; }

    /// <summary>Reads up to the end of the buffer or of the file.</summary>
    /// <returns>The number of bytes read, 0 at or after the end of the file.</returns>
    internal int Read(ulong offset, Span<byte> buffer)
    {
        if (offset >= Length)
        {
            return 0;
        }

        buffer = buffer[..(int)ulong.Min((ulong)buffer.Length, Length - offset)];
        for (int done = 0; done < buffer.Length;)
        {
            (ulong number, int start) = Locate(offset + (ulong)done);
            Span<byte> part = buffer.Slice(done, Math.Min(buffer.Length - done, PageSize - start));
            ReadOnlySpan<byte> written = _pages.TryGetValue(number, out byte[]? page) && page.Length > start ? page.AsSpan(start) : default;
            int copied = Math.Min(written.Length, part.Length);
            written[..copied].CopyTo(part);
            part[copied..].Clear();
            done += part.Length;
        }

        return buffer.Length;
    }

    /// <summary>Writes at an offset, and extends the file if necessary.</summary>
    internal void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        Length = ulong.Max(Length, offset + (ulong)data.Length);
        while (!data.IsEmpty)
        {
            (ulong number, int start) = Locate(offset);
            int size = Math.Min(data.Length, PageSize - start);
            data[..size].CopyTo(GetPage(number, start + size).AsSpan(start));
            offset += (ulong)size;
            data = data[size..];
        }
    }

    /// <summary>Truncates the file, or extends it with zeros.</summary>
    internal void SetLength(ulong length)
    {
        if (length < Length)
        {
            (ulong last, int kept) = Locate(length);
            foreach (ulong number in _pages.Keys.Where(number => number > last).ToArray())
            {
                _pages.Remove(number);
            }

            Trim(last, kept);
        }

        Length = length;
    }

    private static (ulong Number, int Start) Locate(ulong offset) => (offset / PageSize, (int)(offset % PageSize));

    /// <summary>Shortens a page, so that truncated data is freed and does not reappear when the file grows again.</summary>
    private void Trim(ulong number, int kept)
    {
        if (kept == 0)
        {
            _pages.Remove(number);
        }
        else if (_pages.TryGetValue(number, out byte[]? page) && page.Length > kept)
        {
            Array.Resize(ref page, kept);
            _pages[number] = page;
        }
    }

    private byte[] GetPage(ulong number, int size)
    {
        _pages.TryGetValue(number, out byte[]? page);
        if (page is null || page.Length < size)
        {
            Array.Resize(ref page, Math.Clamp(size * 2, FirstSize, PageSize));
            _pages[number] = page;
        }

        return page;
    }
}
