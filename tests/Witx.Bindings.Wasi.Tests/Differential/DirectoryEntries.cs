using System;
using System.Collections.Generic;
using System.Text;

namespace Witx.Bindings.Wasi.Tests.Differential;

/// <summary>What <c>fd_readdir</c> leaves in a buffer.</summary>
internal static class DirectoryEntries
{
    private const int HeadLength = 24;

    /// <summary>Names and kinds, in an order that no file system has a say in.</summary>
    internal static string Describe(ReadOnlySpan<byte> buffer)
    {
        List<string> entries = [];
        while (!buffer.IsEmpty)
        {
            int length = BitConverter.ToInt32(buffer[16..]);
            entries.Add($"{Encoding.UTF8.GetString(buffer.Slice(HeadLength, length))}:{(Filetype)buffer[20]}");
            buffer = buffer[(HeadLength + length)..];
        }

        entries.Sort(StringComparer.Ordinal);
        return string.Join(' ', entries);
    }
}
