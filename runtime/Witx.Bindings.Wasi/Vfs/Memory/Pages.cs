using System;
using System.Collections.Generic;
using System.Linq;

namespace Witx.Bindings.Wasi.Vfs.Memory;

/// <summary>
/// The contents of a file in memory, in pages of 64 KiB that are allocated when they are first written. Holes read as zeros.
/// </summary>
/// <remarks>
/// The contents can be frozen for a snapshot, and can start from frozen contents. A write then copies the pages that it changes. The length
/// of this chain is one: <see cref="Freeze"/> collects the pages of the contents and of those that they started from. Not thread-safe.
/// </remarks>
internal sealed class Pages
{
    /// <summary>The size of a page in bytes.</summary>
    internal const int PageSize = 64 * 1024;

    private const int FirstSize = 256;

    // By page number. An array may be shorter than a page: the rest of the page has not been written yet.
    private readonly Dictionary<ulong, Page> _pages = [];

    // The contents at the start, of which the bytes from _baseEnd on were cut off.
    private readonly FrozenPages? _base;
    private ulong _baseEnd;

    // The last result of Freeze, or null after a change. Pages of an earlier generation belong to it, too.
    private FrozenPages? _frozen;
    private uint _generation;

    internal Pages()
    {
    }

    /// <summary>Creates contents that start as a copy of frozen contents.</summary>
    internal Pages(FrozenPages start)
    {
        _base = _frozen = start;
        Length = _baseEnd = BaseLength = start.Length;
    }

    /// <summary>The length of the file in bytes.</summary>
    internal ulong Length { get; private set; }

    /// <summary>
    /// The length without the pages of the frozen contents at the start that were not changed: the bytes charged to the quota.
    /// </summary>
    internal ulong OwnLength => Length - BaseLength;

    /// <summary>The number of bytes in unchanged pages of the frozen contents at the start.</summary>
    private ulong BaseLength { get; set; }

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
            ReadOnlySpan<byte> page = _pages.TryGetValue(number, out Page own) ? own.Bytes : GetBasePage(number);
            ReadOnlySpan<byte> written = page.Length > start ? page[start..] : default;
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
        _frozen = null;
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

    /// <summary>Returns by how much a write would increase <see cref="OwnLength"/> besides the increase of <see cref="Length"/>.</summary>
    internal ulong GetCopyLength(ulong offset, ulong length)
    {
        ulong copied = 0;
        for (ulong number = offset / PageSize; _base is not null && number * PageSize < ulong.Min(offset + length, _baseEnd); number++)
        {
            copied += _pages.ContainsKey(number) ? 0 : GetBaseLength(number);
        }

        return copied;
    }

    /// <summary>Truncates the file, or extends it with zeros.</summary>
    internal void SetLength(ulong length)
    {
        _frozen = null;
        if (length < Length)
        {
            (ulong last, int kept) = Locate(length);
            foreach (ulong number in _pages.Keys.Where(number => number > last).ToArray())
            {
                _pages.Remove(number);
            }

            Trim(last, kept);
            _baseEnd = ulong.Min(_baseEnd, length);
            BaseLength = _baseEnd;
            foreach (ulong number in _pages.Keys)
            {
                BaseLength -= GetBaseLength(number);
            }
        }

        Length = length;
    }

    /// <summary>Returns the contents as they are now. Copies no page: the next write to a page copies it.</summary>
    internal FrozenPages Freeze()
    {
        if (_frozen is null)
        {
            Dictionary<ulong, byte[]> pages = _pages.ToDictionary(static page => page.Key, static page => page.Value.Bytes);
            foreach ((ulong number, byte[] bytes) in _base?.Pages ?? new Dictionary<ulong, byte[]>())
            {
                ReadOnlySpan<byte> visible = GetBasePage(number);
                if (!visible.IsEmpty)
                {
                    pages.TryAdd(number, visible.Length == bytes.Length ? bytes : visible.ToArray());
                }
            }

            _frozen = new FrozenPages(pages, Length);
            _generation++;
        }

        return _frozen;
    }

    private static (ulong Number, int Start) Locate(ulong offset) => (offset / PageSize, (int)(offset % PageSize));

    /// <summary>Returns the number of bytes of a page that were in the contents at the start and were not cut off.</summary>
    private ulong GetBaseLength(ulong number) => ulong.Min(_baseEnd - ulong.Min(_baseEnd, number * PageSize), PageSize);

    /// <summary>
    /// Returns the visible bytes of a page of the contents at the start. They may be fewer than <see cref="GetBaseLength"/>.
    /// </summary>
    private ReadOnlySpan<byte> GetBasePage(ulong number) =>
        _base?.Pages.TryGetValue(number, out byte[]? page) == true
            ? page.AsSpan(0, (int)ulong.Min((ulong)page.Length, GetBaseLength(number)))
            : default;

    /// <summary>Shortens a page, so that truncated data is freed and does not reappear when the file grows again.</summary>
    private void Trim(ulong number, int kept)
    {
        if (kept == 0)
        {
            _pages.Remove(number);
        }
        else if (_pages.TryGetValue(number, out Page page) && page.Bytes.Length > kept)
        {
            _pages[number] = new Page(page.Bytes[..kept], _generation);
        }
    }

    private byte[] GetPage(ulong number, int size)
    {
        bool isOwn = _pages.TryGetValue(number, out Page page);
        if (isOwn && page.Generation == _generation && page.Bytes.Length >= size)
        {
            return page.Bytes;
        }

        ReadOnlySpan<byte> old = isOwn ? page.Bytes : GetBasePage(number);
        byte[] bytes = new byte[old.Length >= size ? old.Length : Math.Clamp(size * 2, FirstSize, PageSize)];
        old.CopyTo(bytes);
        BaseLength -= isOwn ? 0 : GetBaseLength(number);
        _pages[number] = new Page(bytes, _generation);
        return bytes;
    }

    /// <param name="Bytes">The written bytes of the page.</param>
    /// <param name="Generation">The number of snapshots before the page was created. The page is frozen if there is a later one.</param>
    private readonly record struct Page(byte[] Bytes, uint Generation);
}
