using System;

namespace Witx.Bindings.Language;

/// <summary>One string for each name of a file, however often the file says it.</summary>
internal sealed class NameTable
{
    private string?[] _names = new string?[256];
    private int _count;

    public string Get(ReadOnlySpan<char> name)
    {
        int index = Find(_names, name);
        if (_names[index] is { } known)
        {
            return known;
        }

        string added = name.ToString();
        _names[index] = added;
        if (++_count * 2 > _names.Length)
        {
            Grow();
        }

        return added;
    }

    private void Grow()
    {
        string?[] larger = new string?[_names.Length * 2];
        foreach (string? name in _names)
        {
            if (name is not null)
            {
                larger[Find(larger, name.AsSpan())] = name;
            }
        }

        _names = larger;
    }

    private static int Find(string?[] names, ReadOnlySpan<char> name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        int index = (int)(hash & (uint)(names.Length - 1));
        while (names[index] is { } other && !other.AsSpan().SequenceEqual(name))
        {
            index = (index + 1) & (names.Length - 1);
        }

        return index;
    }
}
