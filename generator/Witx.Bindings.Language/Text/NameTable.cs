using System;

namespace Witx.Bindings.Language.Text;

/// <summary>Interns the names of a file, so that equal names share one string.</summary>
internal sealed class NameTable
{
    private const uint MaxProbes = 16;

    private string?[] _names = new string?[32];
    private int _count;

    public string Get(ReadOnlySpan<char> name)
    {
        int index = Find(_names, name);
        if (index >= 0 && _names[index] is { } known)
        {
            return known;
        }

        string added = name.ToString();
        if (index >= 0)
        {
            _names[index] = added;
            _count++;
        }

        if (_count * 2 > _names.Length)
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
            if (name is not null && Find(larger, name.AsSpan()) is >= 0 and int index)
            {
                larger[index] = name;
            }
        }

        _names = larger;
    }

    /// <summary>Finds the index of a name or of a free entry for it; −1 after <see cref="MaxProbes"/> collisions.</summary>
    private static int Find(string?[] names, ReadOnlySpan<char> name)
    {
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        for (uint probe = 0; probe < MaxProbes; probe++)
        {
            int index = (int)(hash + probe & (uint)(names.Length - 1));
            if (names[index] is not { } other || other.AsSpan().SequenceEqual(name))
            {
                return index;
            }
        }

        return -1;
    }
}
