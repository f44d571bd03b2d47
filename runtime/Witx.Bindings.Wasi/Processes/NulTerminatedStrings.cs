using System;
using System.Collections.Generic;
using System.Text;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>Strings as guests are given them: UTF-8, one behind the other, each ended by a NUL.</summary>
internal sealed class NulTerminatedStrings
{
    private readonly byte[] _bytes;
    private readonly int[] _offsets;

    /// <param name="strings">The strings, in the order in which guests see them.</param>
    /// <param name="parameter">The name of what they were given as, for errors.</param>
    /// <exception cref="ArgumentException">A string holds a NUL.</exception>
    internal NulTerminatedStrings(IEnumerable<string> strings, string parameter)
    {
        List<byte> bytes = [];
        List<int> starts = [];
        foreach (string text in strings)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"'{PrintableText.From(text)}' holds a NUL, which ends a string for guests", parameter);
            }

            starts.Add(bytes.Count);
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
            bytes.Add(0);
        }

        (_bytes, _offsets) = ([.. bytes], [.. starts]);
    }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Where each string starts among the bytes.</summary>
    internal ReadOnlySpan<int> Offsets => _offsets;
}
