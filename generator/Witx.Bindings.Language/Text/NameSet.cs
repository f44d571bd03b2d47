using System.Collections.Generic;

namespace Witx.Bindings.Language.Text;

/// <summary>A set of names. A short list is searched linearly, because most sets are small; a longer one uses a hash set.</summary>
internal sealed class NameSet
{
    private const int MaxLinear = 24;

    private readonly List<string> _few = [];
    private HashSet<string>? _many;

    /// <summary>Adds a name.</summary>
    /// <returns>True if the name is new.</returns>
    public bool Add(string name)
    {
        if (_many is not null)
        {
            return _many.Add(name);
        }

        bool isNew = !_few.Contains(name);
        if (isNew)
        {
            _few.Add(name);
            _many = _few.Count > MaxLinear ? [.. _few] : null;
        }

        return isNew;
    }

    public void Clear()
    {
        _few.Clear();
        _many = null;
    }
}
