using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Witx.Bindings.Wasi.Diagnostics;

namespace Witx.Bindings.Wasi.Processes;

/// <summary>The layout of arguments and environment variables for guests: UTF-8 strings in one block, each terminated by NUL.</summary>
internal sealed class NulTerminatedStrings
{
    private readonly byte[] _bytes = [];
    private readonly int[] _offsets = [];

    /// <summary>Encodes strings.</summary>
    /// <param name="strings">The strings, in the order in which guests see them.</param>
    /// <param name="parameter">The parameter name for the exception.</param>
    /// <exception cref="ArgumentException">A string contains NUL.</exception>
    internal NulTerminatedStrings(IEnumerable<string> strings, string parameter)
    {
        if (strings.TryGetNonEnumeratedCount(out int count) && count == 0)
        {
            return;
        }

        List<byte> bytes = [];
        List<int> offsets = [];
        foreach (string text in strings)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"Argument or environment variable '{PrintableText.From(text)}' is invalid: it must not contain NUL.", parameter);
            }

            offsets.Add(bytes.Count);
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
            bytes.Add(0);
        }

        (_bytes, _offsets) = ([.. bytes], [.. offsets]);
    }

    /// <param name="strings">The strings, without NUL.</param>
    internal NulTerminatedStrings(IReadOnlyList<byte[]> strings)
    {
        _bytes = new byte[strings.Sum(static text => text.Length + 1)];
        _offsets = new int[strings.Count];
        int length = 0;
        for (int i = 0; i < _offsets.Length; i++)
        {
            _offsets[i] = length;
            strings[i].CopyTo(_bytes, length);
            length += strings[i].Length + 1;
        }
    }

    /// <summary>All strings with their terminators.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The offset of each string in <see cref="Bytes"/>.</summary>
    internal ReadOnlySpan<int> Offsets => _offsets;
}
