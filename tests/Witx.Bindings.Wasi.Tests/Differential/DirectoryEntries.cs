using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>Formats the entries that <c>fd_readdir</c> wrote to a buffer.</summary>
internal static class DirectoryEntries
{
    private const int HeaderLength = 24;

    /// <summary>Formats names and file types in ordinal order, because file systems list entries in different orders.</summary>
    internal static string Describe(ReadOnlySpan<byte> buffer)
    {
        List<string> entries = [];
        while (!buffer.IsEmpty)
        {
            int length = BitConverter.ToInt32(buffer[16..]);
            entries.Add($"{Encoding.UTF8.GetString(buffer.Slice(HeaderLength, length))}:{(Filetype)buffer[20]}");
            buffer = buffer[(HeaderLength + length)..];
        }

        entries.Sort(StringComparer.Ordinal);
        return string.Join(' ', entries);
    }
}
