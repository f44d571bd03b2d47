using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Witx.Bindings.Generator.Tests.Fuzzing;

/// <summary>Creates a random interface: nested types of every form, and functions that return the values of each.</summary>
internal abstract class RandomInterface(int seed)
{
    private readonly StringBuilder _text = new();

    protected Random Random { get; } = new(seed);

    protected List<string> Names { get; } = [];

    protected abstract string Errno { get; }

    /// <summary>Creates an interface in current or pre-2021 syntax.</summary>
    public static string Make(int seed, int types, bool isPre2021) =>
        (isPre2021 ? (RandomInterface)new Pre2021Interface(seed) : new CurrentInterface(seed)).Make(types);

    /// <summary>Creates a type that must be named.</summary>
    protected abstract string Definition();

    /// <summary>Writes functions that copy values of a type between addresses of guest memory in every possible way.</summary>
    protected abstract string Functions(string type);

    protected string Members(int count) => Each(count, static i => $"$m{i}");

    protected static string Each(int count, Func<int, string> item) => string.Join(" ", Enumerable.Range(0, count).Select(item));

    protected string Pick(IReadOnlyList<string> all) => all[Random.Next(all.Count)];

    private string Make(int types)
    {
        _text.AppendLine($"(typename $errno {Errno})");
        for (int i = 0; i < types; i++)
        {
            _text.AppendLine($"(typename $t{i} {Definition()})");
            Names.Add($"t{i}");
        }

        return _text.AppendLine("(module $random").AppendJoin("\n", Names.Select(Functions)).Append(')').ToString();
    }
}
