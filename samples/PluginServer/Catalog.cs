using System;
using System.Collections.Frozen;
using System.Collections.Generic;

namespace PluginServer;

/// <summary>The data of the service. It is a singleton.</summary>
internal sealed class Catalog
{
    private readonly FrozenDictionary<string, string> _values = new Dictionary<string, string>
    {
        ["service"] = "PluginServer",
        ["city"] = "Zürich",
        ["greeting"] = "Grüezi",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the value of a key, or null.</summary>
    internal string? Find(string key) => _values.GetValueOrDefault(key);
}
