using System.Collections.Generic;

namespace Witx.Bindings.Language.Text;

/// <summary>Names, each once. They are searched one by one as long as they are few, which they nearly always are.</summary>
internal sealed class NameSet
{
    private const int MaxLinear = 24;

    private readonly List<string> _few = [];
    private HashSet<string>? _many;

    /// <summary>Adds a name.</summary>
    /// <returns>Whether it is new.</returns>
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
