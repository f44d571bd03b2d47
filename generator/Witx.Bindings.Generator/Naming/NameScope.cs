using System;
using System.Globalization;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>The names of one scope of C#, each given once.</summary>
internal sealed class NameScope
{
    /// <summary>What every class inherits, and what every host declares.</summary>
    private static readonly string[] s_class =
    [
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
        "WitxAbi", "OnCall", "OnReturn", "OnException",
    ];

    private readonly NameSet _taken = new();

    public NameScope(params ReadOnlySpan<string> reserved) => Reserve(reserved);

    /// <summary>The names inside a class, of which its own and those of its type parameters are taken.</summary>
    public static NameScope CreateForClass(string name) => new([.. name.Split('<', '>', ',', ' '), .. s_class]);

    /// <summary>The name, with the suffix where it is taken, and with a number where that is taken too.</summary>
    public string Take(string name, string suffix)
    {
        string candidate = name;
        for (int i = 1; !_taken.Add(candidate); i++)
        {
            candidate = name + suffix + (i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture));
        }

        return candidate;
    }

    /// <summary>Keeps names from being given.</summary>
    public void Reserve(params ReadOnlySpan<string> reserved)
    {
        foreach (string name in reserved)
        {
            _taken.Add(name);
        }
    }

    /// <summary>Forgets all names but some.</summary>
    public void Reset(params ReadOnlySpan<string> reserved)
    {
        _taken.Clear();
        Reserve(reserved);
    }

    /// <summary>A name for a local: a keyword gets an <c>@</c>.</summary>
    public string TakeLocal(string name, string suffix) => CSharpNaming.Escape(Take(name, suffix));
}
