using System;
using System.Globalization;
using Witx.Bindings.Language.Text;

namespace Witx.Bindings.Generator.Naming;

/// <summary>The names declared in one C# scope. Each is unique.</summary>
internal sealed class NameScope
{
    /// <summary>The members of <see cref="object"/> and those that every host declares.</summary>
    private static readonly string[] s_class =
    [
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
        "WitxAbi", "OnCall", "OnReturn", "OnException",
    ];

    private readonly NameSet _taken = new();

    public NameScope(params ReadOnlySpan<string> reserved) => Reserve(reserved);

    /// <summary>Creates the scope of a class, in which its own name and those of its type parameters are reserved.</summary>
    public static NameScope CreateForClass(string name) => new([.. name.Split('<', '>', ',', ' '), .. s_class]);

    /// <summary>Declares a unique name. A name in use gets the suffix, and then a number.</summary>
    public string Take(string name, string suffix)
    {
        string candidate = name;
        for (int i = 1; !_taken.Add(candidate); i++)
        {
            candidate = name + suffix + (i == 1 ? "" : i.ToString(CultureInfo.InvariantCulture));
        }

        return candidate;
    }

    /// <summary>Marks names as used.</summary>
    public void Reserve(params ReadOnlySpan<string> reserved)
    {
        foreach (string name in reserved)
        {
            _taken.Add(name);
        }
    }

    /// <summary>Clears the scope and marks names as used.</summary>
    public void Reset(params ReadOnlySpan<string> reserved)
    {
        _taken.Clear();
        Reserve(reserved);
    }

    /// <summary>Declares a unique name of a local, with <c>@</c> in front of a keyword.</summary>
    public string TakeLocal(string name, string suffix) => CSharpNaming.Escape(Take(name, suffix));
}
